import type { Problem } from '../problem.js';

type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** The part of JSON Schema 2020-12 that the rule set's schema uses; {@link schemaProblems} reads exactly these words. */
export type JsonSchema = {
  $schema?: string;
  $id?: string;
  $ref?: string;
  $defs?: Readonly<Record<string, JsonSchema>>;
  title?: string;
  description?: string;
  type?: JsonType | readonly JsonType[];
  enum?: readonly (string | number)[];
  const?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: false | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  oneOf?: readonly JsonSchema[];
};

/** Every place where a value does not fit a schema, with a sentence that says what would. */
export function schemaProblems(value: unknown, root: JsonSchema): readonly Problem[] {
  return check(value, root, '', root);
}

function check(value: unknown, schema: JsonSchema, where: string, root: JsonSchema): Problem[] {
  if (schema.$ref) return check(value, resolve(schema.$ref, root), where, root);
  if (schema.oneOf) return checkOneOf(value, schema.oneOf, where, root);
  const type = typeProblem(value, schema, where);
  if (type) return [type];
  if (typeof value === 'number') return numberProblems(value, schema, where);
  if (typeof value === 'string') return stringProblems(value, schema, where);
  if (Array.isArray(value)) return arrayProblems(value, schema, where, root);
  if (isObject(value)) return objectProblems(value, schema, where, root);
  return [];
}

function resolve(ref: string, root: JsonSchema): JsonSchema {
  return root.$defs?.[ref.slice('#/$defs/'.length)] ?? {};
}

/** Alternatives are told apart by null and by the `kind` of an object, so that the answer speaks of the one that was meant. */
function checkOneOf(
  value: unknown,
  alternatives: readonly JsonSchema[],
  where: string,
  root: JsonSchema,
): Problem[] {
  const nullable = alternatives.some((a) => a.type === 'null');
  if (value === null && nullable) return [];
  const others = alternatives.filter((a) => a.type !== 'null');
  if (others.length === 1) return check(value, others[0]!, where, root);
  if (!isObject(value)) return [problem(where, 'An object is needed here.')];
  const kinds = others.map((a) => a.properties?.['kind']?.const);
  const meant = others.find((_, i) => kinds[i] !== undefined && kinds[i] === value['kind']);
  if (meant) return check(value, meant, where, root);
  return [problem(`${where}/kind`, `Name one of: ${kinds.join(', ')}.`)];
}

function typeProblem(value: unknown, { type }: JsonSchema, where: string): Problem | null {
  if (type === undefined) return null;
  const wanted = Array.isArray(type) ? (type as readonly JsonType[]) : [type as JsonType];
  const found = typeOf(value);
  if (wanted.includes(found)) return null;
  if (found === 'integer' && wanted.includes('number')) return null;
  return problem(where, `${sayTypes(wanted)} is needed here.`);
}

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return 'object';
}

const spoken: Readonly<Record<JsonType, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function sayTypes(types: readonly JsonType[]): string {
  const words = types.map((type) => spoken[type]).join(' or ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function numberProblems(value: number, schema: JsonSchema, where: string): Problem[] {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  // NaN fits no bound, and no JSON file can hold it.
  if (!Number.isFinite(value)) return [problem(where, 'A finite number is needed here.')];
  if (value < minimum) return [problem(where, `At least ${minimum}.`)];
  if (value > maximum) return [problem(where, `At most ${maximum}.`)];
  if (value <= exclusiveMinimum) return [problem(where, `More than ${exclusiveMinimum}.`)];
  if (value >= exclusiveMaximum) return [problem(where, `Less than ${exclusiveMaximum}.`)];
  return [];
}

function stringProblems(value: string, schema: JsonSchema, where: string): Problem[] {
  if (schema.const !== undefined && value !== schema.const)
    return [problem(where, `This must be ${schema.const}.`)];
  if (schema.enum && !schema.enum.includes(value))
    return [problem(where, `Name one of: ${schema.enum.join(', ')}.`)];
  if (value.length < (schema.minLength ?? 0)) return [problem(where, 'This must not be empty.')];
  if (value.length > (schema.maxLength ?? Infinity))
    return [problem(where, `At most ${schema.maxLength} characters.`)];
  return [];
}

function arrayProblems(
  value: readonly unknown[],
  schema: JsonSchema,
  where: string,
  root: JsonSchema,
): Problem[] {
  const problems: Problem[] = [];
  if (value.length < (schema.minItems ?? 0))
    problems.push(problem(where, `At least ${schema.minItems} must be named here.`));
  if (value.length > (schema.maxItems ?? Infinity))
    return [problem(where, `At most ${schema.maxItems} may stand here.`)];
  if (schema.uniqueItems)
    for (const [i, item] of value.entries())
      if (value.indexOf(item) < i)
        problems.push(problem(`${where}/${i}`, `${JSON.stringify(item)} is named twice.`));
  const { items } = schema;
  if (items)
    for (const [i, item] of value.entries())
      problems.push(...check(item, items, `${where}/${i}`, root));
  return problems;
}

function objectProblems(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  where: string,
  root: JsonSchema,
): Problem[] {
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => problem(`${where}/${name}`, 'This field is missing.'));
  const present = Object.entries(value).flatMap(([name, item]) => {
    const at = `${where}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties![name] : undefined;
    if (own) return check(item, own, at, root);
    if (schema.additionalProperties === false)
      return [problem(at, 'This field is not known here.')];
    const names = schema.propertyNames ? check(name, schema.propertyNames, at, root) : [];
    const rest = schema.additionalProperties;
    return [...names, ...(rest ? check(item, rest, at, root) : [])];
  });
  return [...missing, ...present];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(where: string, message: string): Problem {
  return { code: 'rule-set-shape', where, message };
}
