import pg from 'pg';
import { RuleBroken } from '#domain/rule-broken';
import { EventUnknown } from '#domain/upcast';
import { Busy, DistrictNotFound, StoreUnavailable, VersionConflict } from '../errors.js';
import { ReferenceMissing } from '../reference-data.js';
import { SubscriptionStopped } from './subscriber.js';

/** Errors whose words are ours, of ids, types, versions and positions. */
const ofIdsAlone = [
  Busy,
  DistrictNotFound,
  EventUnknown,
  ReferenceMissing,
  StoreUnavailable,
  SubscriptionStopped,
  VersionConflict,
];

/** What caused what caused it: beyond that nobody reads on. */
const deepest = 3;

/**
 * What is kept of an error where everybody who looks at the status reads it, and no destruction reaches: its name, its code, which field
 * or table it speaks of, and where in the program it was thrown. Its message may quote what it was given ("Unexpected token in …", a
 * driver's row, a text that a person wrote), so it is not kept.
 */
export function faultOf(error: unknown, depth = 1): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  if (ofIdsAlone.some((known) => error instanceof known)) return `${error.name}: ${error.message}`;
  const said = [worded(error.name), codeOf(error), ...fieldsOf(error), placeOf(error)];
  const fault = said.filter((part) => part !== null).join(' ');
  return error.cause instanceof Error && depth < deepest
    ? `${fault}; because of ${faultOf(error.cause, depth + 1)}`
    : fault;
}

/** Names and codes are words of programs; whatever looks like anything else is left out. */
function worded(text: unknown): string | null {
  if (typeof text === 'number') return String(text);
  return typeof text === 'string' && /^[\w.-]{1,60}$/.test(text) ? text : null;
}

function codeOf(error: Error): string | null {
  if (error instanceof RuleBroken) return worded(error.rule);
  return worded((error as { code?: unknown }).code);
}

type Issue = { code?: unknown; path?: unknown };

/** Table and column of a database's refusal; codes and paths of a schema's. */
function fieldsOf(error: Error): string[] {
  if (error instanceof pg.DatabaseError) {
    const { schema, table, column, constraint } = error;
    const of = [schema, table, column].map(worded).filter((part) => part !== null);
    return [of.join('.'), worded(constraint) ?? ''].filter((part) => part !== '');
  }
  const { issues } = error as { issues?: unknown };
  if (!Array.isArray(issues)) return [];
  return (issues as Issue[]).slice(0, 5).map(({ code, path }) => {
    const steps = Array.isArray(path) ? path.map((step) => worded(step) ?? '*') : [];
    return `${worded(code) ?? 'invalid'} at /${steps.join('/')}`;
  });
}

/** The first of our own files in the stack; behind the message, since that may hold lines of its own. */
function placeOf({ name, message, stack = '' }: Error): string | null {
  const head = [`${name}: ${message}`, message].find((text) => stack.startsWith(text));
  const frames = message === '' ? stack : head === undefined ? '' : stack.slice(head.length);
  const place = /\b(?:libs|apps|workflows|test)\/[\w./-]+:\d+(?=:\d+)/.exec(frames);
  return place && `in ${place[0]}`;
}
