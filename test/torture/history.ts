/**
 * What was asked of a log and what came back, held against what the log then holds (the idea of Jepsen's checkers): values are unique, so
 * each event tells which command it is from. Times are nanoseconds of one machine's monotonic clock.
 */
export type Asked = {
  commandId: string;
  invoked: bigint;
  /** What each stream was expected to have; null = anything. The own stream first. */
  streams: readonly { stream: string; expected: number | null; events: number }[];
};

export type Answered = {
  commandId: string;
  at: bigint;
  /** `refused`: a conflict, which leaves nothing. Without any answer the outcome is unknown: the writer died. */
  outcome: { is: 'ok'; position: number } | { is: 'refused' };
};

/** An event as somebody saw it. */
export type Seen = { position: number; stream: string; version: number; commandId: string };

export type History = {
  asked: readonly Asked[];
  answered: readonly Answered[];
  /** The log at the end. */
  log: readonly Seen[];
  /** What a reader saw who read on while everything happened: in order, each event once. */
  read: readonly Seen[];
};

export type Judged = {
  commands: number;
  acknowledged: number;
  refused: number;
  /** Of the commands without an answer: how many went in as a whole, and how many left nothing. */
  unknownWhole: number;
  unknownAbsent: number;
  events: number;
  /** Each a sentence; empty if the log kept every promise. */
  broken: readonly string[];
};

export function judge({ asked, answered, log, read }: History): Judged {
  const broken: string[] = [];
  const byCommand = Map.groupBy(log, ({ commandId }) => commandId);
  const answers = new Map(answered.map((answer) => [answer.commandId, answer]));
  checkOrder(log, broken);
  checkReader(log, read, broken);
  const known = new Set(asked.map(({ commandId }) => commandId));
  for (const commandId of byCommand.keys())
    if (!known.has(commandId)) broken.push(`${commandId} was never asked and is in the log`);

  const counts = { acknowledged: 0, refused: 0, unknownWhole: 0, unknownAbsent: 0 };
  for (const command of asked) {
    const events = byCommand.get(command.commandId) ?? [];
    const answer = answers.get(command.commandId)?.outcome;
    if (events.length > 0) checkWhole(command, events, broken);
    if (answer?.is === 'ok') {
      counts.acknowledged += 1;
      if (events.length === 0) broken.push(`${command.commandId} was acknowledged and is lost`);
      else if (events[0]!.position !== answer.position)
        broken.push(
          `${command.commandId} was told position ${answer.position} and is at ${events[0]!.position}`,
        );
    } else if (answer?.is === 'refused') {
      counts.refused += 1;
      if (events.length > 0) broken.push(`${command.commandId} was refused and is in the log`);
    } else if (events.length > 0) counts.unknownWhole += 1;
    else counts.unknownAbsent += 1;
  }
  checkRealTime(asked, answers, byCommand, broken);
  return { commands: asked.length, ...counts, events: log.length, broken };
}

/** Positions without a gap; versions of each stream in their order. */
function checkOrder(log: readonly Seen[], broken: string[]): void {
  const versions = new Map<string, number>();
  for (const [i, { position, stream, version }] of log.entries()) {
    if (position !== i + 1) broken.push(`position ${i + 1} is missing: ${position} stands there`);
    const next = (versions.get(stream) ?? 0) + 1;
    if (version !== next)
      broken.push(`${stream} has version ${version} where ${next} comes next, at ${position}`);
    versions.set(stream, version);
  }
}

/** What was seen stays: in order, nothing skipped, nothing twice, nothing that is gone afterwards. */
function checkReader(log: readonly Seen[], read: readonly Seen[], broken: string[]): void {
  for (const [i, seen] of read.entries()) {
    const stored = log[i];
    if (stored?.position === seen.position && stored.commandId === seen.commandId) continue;
    broken.push(`the reader saw ${seen.commandId} at ${seen.position}, the log does not hold it`);
  }
}

/** All of its events side by side, as many as were asked, where they were expected. */
function checkWhole(
  { commandId, streams }: Asked,
  events: readonly Seen[],
  broken: string[],
): void {
  const expected = streams.flatMap(({ stream, events: n }) =>
    Array.from({ length: n }, () => stream),
  );
  const first = events[0]!.position;
  const whole =
    events.length === expected.length &&
    events.every(({ position, stream }, i) => position === first + i && stream === expected[i]);
  if (!whole)
    return void broken.push(`${commandId} is not whole: ${events.length} of ${expected.length}`);
  let at = 0;
  for (const { stream, expected: version, events: n } of streams) {
    if (version !== null && events[at]!.version !== version + 1)
      broken.push(`${commandId} expected version ${version} of ${stream} and came behind another`);
    at += n;
  }
}

/** Whoever was answered before another asked stands before it. */
function checkRealTime(
  asked: readonly Asked[],
  answers: ReadonlyMap<string, Answered>,
  byCommand: ReadonlyMap<string, readonly Seen[]>,
  broken: string[],
): void {
  const placed = asked.flatMap((command) => {
    const events = byCommand.get(command.commandId);
    return events ? [{ ...command, first: events[0]!.position }] : [];
  });
  const begun = placed.toSorted((a, b) => compare(a.invoked, b.invoked));
  const ended = placed
    .flatMap(({ commandId, first }) => {
      const answer = answers.get(commandId);
      return answer?.outcome.is === 'ok' ? [{ at: answer.at, first }] : [];
    })
    .toSorted((a, b) => compare(a.at, b.at));
  let n = 0;
  let furthest = 0;
  for (const { commandId, invoked, first } of begun) {
    for (; n < ended.length && ended[n]!.at < invoked; n += 1)
      furthest = Math.max(furthest, ended[n]!.first);
    if (first < furthest)
      broken.push(`${commandId} is at ${first}, before ${furthest}, which was answered earlier`);
  }
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
