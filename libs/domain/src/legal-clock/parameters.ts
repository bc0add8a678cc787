import type { Jurisdiction, ParameterName, Parameters } from './pack.js';
import { packOf } from './packs.js';

/** A parameter that the pack does not have (`values` null), or a value that it may not take. */
export type ParameterProblem = {
  name: string;
  value: unknown;
  values: readonly unknown[] | null;
  /** The parameters that the pack has. */
  known: readonly string[];
};

/** Values given for a pack's parameters, from outside: those that it has and may take, and what is wrong with the rest. */
export function parametersFor(
  jurisdiction: Jurisdiction,
  given: Readonly<Record<string, unknown>>,
): { parameters: Partial<Parameters>; problems: readonly ParameterProblem[] } {
  const pack = packOf(jurisdiction).parameters;
  const known = Object.keys(pack);
  const problems = Object.entries(given).flatMap(([name, value]): ParameterProblem[] => {
    const parameter = known.includes(name) ? pack[name as ParameterName] : undefined;
    const values: readonly unknown[] | null = parameter?.values ?? null;
    return values?.includes(value) ? [] : [{ name, value, values, known }];
  });
  const wrong = new Set(problems.map((problem) => problem.name));
  const right = Object.entries(given).filter(([name]) => !wrong.has(name));
  return { parameters: Object.fromEntries(right), problems };
}
