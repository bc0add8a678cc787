import type { Actor, Recorded } from '#domain/decider';
import { kindOf, uuidOf, type StreamId } from '#domain/streams';
import { isLocalDate } from '#domain/time';
import { eventsAt, type Moment } from '#read-models/as-of';
import { cycleView } from '#read-models/cycle/cycle-fold';
import type { CycleView } from '#read-models/cycle/cycle-view';
import type { TimelineRow } from '#read-models/student-timeline/student-timeline';
import { CommandProblem, type Answer } from '../answer.js';
import { districtOf, settingsOf } from '../district.js';
import { withInstallation, type Installation } from '../installation.js';
import { studentOf } from '../student.js';
import { linesOf } from './lines.js';

type Options = { asOf?: string; knownAt?: string; district?: string };

/** A fact of the history with the person named, where one acted. */
export type Told = Recorded & { by: string };

/** A cycle at the moment asked for, and the rules that it runs under. */
export type ToldCycle = { id: string; rules: string; view: CycleView };

export function replayStudent(options: Options, id: string): Promise<Answer> {
  const needs = { command: 'aimline replay', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, options.district);
    const student = await studentOf(installation, district, id);
    const moment = await momentOf(installation, district, options);
    const history = await historyOf(installation, district, student.studentId, moment);
    const cycles = await cyclesOf(installation, district, history, moment);
    const { asOf, knownAt } = moment;
    return {
      document: { student: student.studentId, name: student.name, asOf, knownAt, cycles, history },
      words: linesOf({ name: student.name, moment, cycles, history }),
    };
  });
}

/** `--known-at` as a position of the log, `--as-of` as a day of the district. */
async function momentOf(
  installation: Installation,
  district: string,
  { asOf = null, knownAt }: { asOf?: string | null; knownAt?: string },
): Promise<Moment> {
  const { timeZone } = await settingsOf(installation, district);
  if (asOf !== null && !isLocalDate(asOf))
    throw new CommandProblem(2, 'bad-date', `"${asOf}" is no day of the form YYYY-MM-DD.`, {
      where: '--as-of',
      hint: 'Give a day such as 2025-11-14.',
    });
  if (knownAt === undefined) return { asOf, knownAt: null, timeZone };
  if (/^\d+$/.test(knownAt)) return { asOf, knownAt: Number(knownAt), timeZone };
  const at = Date.parse(knownAt);
  if (Number.isNaN(at))
    throw new CommandProblem(2, 'bad-moment', `"${knownAt}" is neither a moment nor a position.`, {
      where: '--known-at',
      hint: 'Give a moment such as 2025-11-14T12:00:00Z, or a position of the log.',
    });
  const position = await installation.store.positionAt(district, new Date(at).toISOString());
  return { asOf, knownAt: position, timeZone };
}

async function historyOf(
  { views }: Installation,
  district: string,
  studentId: string,
  moment: Moment,
): Promise<Told[]> {
  const { knownAt } = moment;
  const rows: TimelineRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.position ?? 0;
    const page = await views.timeline.of(district, studentId, { knownAt, after });
    rows.push(...page);
    if (page.length === 0) break;
  }
  const by = await authorsOf(views, district);
  return eventsAt(rows.map(factOf), moment).map((fact) => ({ ...fact, by: by(fact.actor) }));
}

/** Names who acted: a person by name and role, the engine by what it is. */
export async function authorsOf(
  { directory }: Installation['views'],
  district: string,
): Promise<(actor: Actor) => string> {
  const people = new Map(
    (await directory.staff(district)).map((one) => [
      one.staff_id,
      `${one.given_name} ${one.family_name}`,
    ]),
  );
  return ({ id, role }) => (people.has(id) ? `${people.get(id)} (${role})` : role);
}

/** The timeline keeps what a history shows; ids of commands are left to the streams themselves. */
function factOf(row: TimelineRow): Recorded {
  return {
    id: row.event_id,
    stream: row.stream as StreamId,
    version: row.version,
    position: row.position,
    type: row.type,
    schemaVersion: 1,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    actor: row.actor,
    commandId: '',
    correlationId: '',
    causationId: row.causation_id,
    data: row.data,
  };
}

export async function cyclesOf(
  { store, views }: Installation,
  district: string,
  history: readonly Recorded[],
  moment: Moment,
): Promise<ToldCycle[]> {
  const streams = new Set(history.map((f) => f.stream).filter((s) => kindOf(s) === 'cycle'));
  const names = new Map(
    (await views.ruleSets.list(district)).map(({ rule_set_id, name }) => [rule_set_id, name]),
  );
  const cycles: ToldCycle[] = [];
  for (const stream of streams) {
    const view = cycleView((await store.read({ district, stream })).events, moment);
    if (!view) continue;
    const { id, version } = view.ruleSet;
    cycles.push({
      id: uuidOf(stream),
      rules: `${names.get(id) ?? `rule set ${id}`}, version ${version}`,
      view,
    });
  }
  return cycles;
}
