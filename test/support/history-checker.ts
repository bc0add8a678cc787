/**
 * Jepsen's idea for one log: what clients saw, each with the moment before and after, is held against what the log holds in
 * the end. It knows nothing of the store: values are unique, so every event says by itself whose it is.
 */

/** One append of one client. `info`: the outcome is unknown, the connection died before the answer. */
export type Append = {
  kind: 'append';
  process: string;
  stream: string;
  /** Unique over the whole history; one event each, in order. */
  values: readonly string[];
  /** The version that was expected; null: any. */
  expected: number | null;
  invoked: number;
  completed: number;
} & (
  { outcome: 'ok'; version: number; position: number } | { outcome: 'fail' } | { outcome: 'info' }
);

/** One page of a reader that follows the log; positions as they came. */
export type Page = {
  kind: 'page';
  process: string;
  after: number;
  positions: readonly number[];
  completed: number;
};

export type Operation = Append | Page;

/** The log in the end. */
export type Held = { position: number; stream: string; version: number; value: string };

/** Everything that may not be, in words; empty: the history is one that a single log could have had. */
export function check(history: readonly Operation[], log: readonly Held[]): string[] {
  const appends = history.filter((op): op is Append => op.kind === 'append');
  return [
    ...gaps(log),
    ...versionsInOrder(log),
    ...whole(appends, log),
    ...answersTrue(appends, log),
    ...acknowledgedInOrder(appends),
    ...prefixesOnly(history, log),
  ];
}

/** Positions count from 1 without a gap, and no value is there twice. */
function gaps(log: readonly Held[]): string[] {
  const values = new Set(log.map(({ value }) => value));
  return [
    ...log.flatMap(({ position }, i) =>
      position === i + 1 ? [] : [`position ${i + 1} is missing: ${position} stands there`],
    ),
    ...(values.size === log.length ? [] : [`${log.length - values.size} events are doubled`]),
  ];
}

function versionsInOrder(log: readonly Held[]): string[] {
  const last = new Map<string, number>();
  return log.flatMap(({ stream, version, position }) => {
    const before = last.get(stream) ?? 0;
    last.set(stream, version);
    return version === before + 1
      ? []
      : [`${stream} goes from ${before} to ${version} at ${position}`];
  });
}

/** Every ok is there once and side by side, every info wholly or not at all, no fail; and nothing that nobody sent. */
function whole(appends: readonly Append[], log: readonly Held[]): string[] {
  const at = new Map(log.map((held) => [held.value, held]));
  const sent = new Set(appends.flatMap(({ values }) => values));
  return [
    ...log.flatMap(({ value }) => (sent.has(value) ? [] : [`nobody sent ${value}`])),
    ...appends.flatMap(({ values, outcome, process }) => {
      const found = values.flatMap((value) => at.get(value) ?? []);
      const name = `${outcome} of ${process} (${values[0]})`;
      if (outcome === 'ok' && found.length < values.length) return [`${name} is lost`];
      if (outcome === 'fail' && found.length > 0) return [`${name} was recorded all the same`];
      if (outcome === 'info' && found.length > 0 && found.length < values.length)
        return [`${name} is there in part`];
      const together = found.every((held, i) => held.position === found[0]!.position + i);
      return together ? [] : [`${name} is torn apart`];
    }),
  ];
}

/** What a client was told is what the log holds, and what it expected is what it met. */
function answersTrue(appends: readonly Append[], log: readonly Held[]): string[] {
  const at = new Map(log.map((held) => [held.value, held]));
  return appends.flatMap((append) => {
    const first = at.get(append.values[0]!);
    const last = at.get(append.values.at(-1)!);
    if (!first || !last) return [];
    const wrong = [];
    if (append.expected !== null && first.version !== append.expected + 1)
      wrong.push(`${append.process} expected ${append.expected} and got version ${first.version}`);
    if (
      append.outcome === 'ok' &&
      (append.position !== last.position || append.version !== last.version)
    )
      wrong.push(
        `${append.process} was told ${append.version}@${append.position}, the log says ${last.version}@${last.position}`,
      );
    return wrong;
  });
}

/** What was acknowledged before another was sent stands before it. */
function acknowledgedInOrder(appends: readonly Append[]): string[] {
  const ok = appends.filter((append) => append.outcome === 'ok');
  const byEnd = ok.toSorted((a, b) => a.completed - b.completed);
  const byStart = ok.toSorted((a, b) => a.invoked - b.invoked);
  const wrong: string[] = [];
  let highest = 0;
  let next = 0;
  for (const later of byStart) {
    while (next < byEnd.length && byEnd[next]!.completed < later.invoked)
      highest = Math.max(highest, byEnd[next++]!.position);
    if (later.position < highest)
      wrong.push(`${later.position} was sent after ${highest} had been acknowledged`);
  }
  return wrong;
}

/** Readers see positions one after another, each with all before it, and only what the log still holds. */
function prefixesOnly(history: readonly Operation[], log: readonly Held[]): string[] {
  return history.flatMap((op) => {
    if (op.kind !== 'page') return [];
    const skipped = op.positions.find((position, i) => position !== op.after + 1 + i);
    if (skipped !== undefined) return [`${op.process} saw ${skipped} without all before it`];
    const end = op.positions.at(-1) ?? 0;
    return end > log.length ? [`${op.process} saw ${end}, which is gone`] : [];
  });
}
