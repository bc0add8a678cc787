import { attendanceMethods } from './attendance/methods.js';
import { behaviourMethods } from './behaviour/methods.js';
import { calendarMethods } from './calendar/methods.js';
import { dosageMethods } from './dosage/methods.js';
import { effectMethods } from './effect/methods.js';
import { legalClockMethods } from './legal-clock/methods.js';
import type { Method } from './method.js';
import { normMethods } from './norms/methods.js';
import { ruleAccuracyMethods } from './rule-accuracy/methods.js';
import { screeningMethods } from './screening/methods.js';
import { progressMethods } from './statistics/methods.js';

/** Every method by which a figure is computed, field by field: what docs/methods.md lists. */
export const methods: readonly Method[] = [
  ...progressMethods,
  ...ruleAccuracyMethods,
  ...effectMethods,
  ...dosageMethods,
  ...normMethods,
  ...screeningMethods,
  ...behaviourMethods,
  ...attendanceMethods,
  ...calendarMethods,
  ...legalClockMethods,
];

/** What is stored beside a figure: `trend/ols@1`. */
export function nameOf({ id, version }: Method): string {
  return `${id}@${version}`;
}

const introduction = `# Methods

Every figure that Aimline computes names its method, so that an old figure can be told from a new one: a method that changes is
a new version, and what was decided with the old one keeps its name. "science.md" is the handbook of the figures, with its
sources. Generated from the \`methods.ts\` of each concept by \`npm run docs:reference\`; change it there.
`;

/** docs/methods.md. */
export function methodsPage(): string {
  const fields = [...new Set(methods.map(fieldOf))];
  return [introduction, ...fields.map(section)].join('\n');
}

function section(field: string): string {
  const entries = methods.filter((method) => fieldOf(method) === field).map(entry);
  return [`## ${field}\n`, ...entries].join('\n');
}

function entry(method: Method): string {
  const { definition, undefinedWhen, source } = method;
  return [
    `### \`${nameOf(method)}\`\n`,
    `${closed(definition)}\n`,
    undefinedWhen === '' ? 'Never undefined.\n' : `Undefined when: ${closed(undefinedWhen)}\n`,
    `Source: ${closed(source)}\n`,
  ].join('\n');
}

function closed(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function fieldOf({ id }: Method): string {
  return id.slice(0, id.indexOf('/'));
}
