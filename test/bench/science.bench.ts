import { spawn } from 'node:child_process';
import { linearRegression } from 'simple-statistics';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import { alertFor } from '#domain/rule-set/alert';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { recommend, reviewMethodVersion, type RecommendInputs } from '#domain/rule-set/recommend';
import { ols } from '#domain/statistics/ols';
import { addDays } from '#domain/time';
import { median, type Measured } from './measured.js';

const rounds = 5;
const students = 500;
const points = 30;
const decisionsAsked = 50_000;
/** Documents through one process: enough of them to outlast its start. */
const lines = { gap: 200_000, progress: 20_000 };

const baselineOn = '2025-09-08';
const goalOn = '2026-04-20';
const { review, alerts, response, exit, delivery } = defaultRuleSets.reading;

const calendar: SchoolCalendar = {
  id: 'calendar',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-13',
      lastDay: '2026-05-22',
      weekdays: [1, 2, 3, 4, 5],
      closed: [{ from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' }],
      days: [],
    },
  ],
};

/**
 * What a figure costs on one core, all in one run: decisions by the default rule (trend, projection, gap, median of three,
 * sentences, and the alert of the run of points) on weekly series of 30 points; a regression alone beside that of
 * simple-statistics; and documents through `aimline calc --ndjson`, as a process of its own. Contenders take turns; the
 * median round counts.
 */
export async function scienceBench(seconds: number): Promise<readonly Measured[]> {
  const reviews = Array.from({ length: students }, (_, i) => reviewOf(i));
  const series = reviews.map(({ points: given }) =>
    given.map(({ value }, i) => ({ t: i + 1, value })),
  );
  const pairs = series.map((given) => given.map(({ t, value }) => [t, value]));
  const contenders = [
    {
      name: 'simple-statistics linearRegression',
      once: (i: number) => linearRegression(pairs[i]!).m,
    },
    { name: 'ols, with its standard errors', once: (i: number) => ols(series[i]!)!.slope },
    {
      name: 'recommend, default rule, 30 points',
      once: (i: number) => recommend(reviews[i]!).because.length,
    },
    { name: 'recommend and alert, 30 points', once: (i: number) => decisionOf(reviews[i]!) },
  ];
  const rates = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, { once }] of contenders.entries()) {
      const rate = rateOf(once, seconds / 4);
      if (round > 0) rates[i]!.push(rate); // the first round warms up
    }
  const perSecond = rates.map(median);
  const decided = perSecond[3]!;
  return [
    ...contenders.map(({ name }, i) => ({
      name,
      perSecond: perSecond[i]!,
      ratio: perSecond[i]! / perSecond[0]!,
    })),
    {
      name: `${decisionsAsked} decisions with alerts`,
      perSecond: decided,
      ratio: null,
      note: `${((decisionsAsked / decided) * 1000).toFixed(0)} ms on one core`,
    },
    await throughput('gap', JSON.stringify({ expected: 88, current: 52, weeksLeft: 12 })),
    await throughput('progress', JSON.stringify(courseOf(reviews[0]!))),
  ];
}

/** The same student as `aimline calc progress` is asked about one. */
function courseOf({ measure, phase, points: given, rules }: RecommendInputs): object {
  const { baseline, goal } = phase;
  return {
    measure: { unit: measure.unit, direction: measure.direction },
    baseline: { date: baseline.on, probes: [baseline.value] },
    goal: { date: goal.on, value: goal.value },
    points: given.map(({ on, value }) => ({ date: on, value })),
    options: { seeFloor: rules.seeFloor },
  };
}

function decisionOf(inputs: RecommendInputs): number {
  const { baseline, goal } = inputs.phase;
  const asked = { rules: alerts, direction: inputs.measure.direction, points: inputs.points };
  const alert = alertFor({ ...asked, aimline: { baseline, goal } }, calendar);
  return recommend(inputs).because.length + (alert?.run ?? 0);
}

/**
 * Calls a second of this process's own time on a core, whatever else the machine does, of a function that is asked about one
 * student after another. Its answers are used, so that none is left out.
 */
function rateOf(once: (student: number) => number, seconds: number): number {
  const start = process.cpuUsage();
  let calls = 0;
  let used = 0;
  let spent = 0;
  while (spent < seconds) {
    for (let student = 0; student < students; student++, calls++) used += once(student);
    const { user, system } = process.cpuUsage(start);
    spent = (user + system) / 1e6;
  }
  if (Number.isNaN(used)) throw new Error('a contender had no answer');
  return calls / spent;
}

function reviewOf(student: number): RecommendInputs {
  const noise = uniforms(student + 1);
  const growth = 3 * noise();
  return {
    methodVersion: reviewMethodVersion,
    ruleSet: { id: 'rules', version: 1 },
    calendar: { id: 'calendar', version: 1 },
    on: '2026-04-13',
    rules: {
      method: review.method,
      minPoints: review.minPoints,
      decideFrom: review.decideFrom,
      interval: review.interval,
      seeFloor: review.seeFloor,
      sessionShare: delivery.sessionShare,
      minuteShare: delivery.minuteShare,
      fidelityShare: delivery.fidelity.share,
      intensifyAfter: response.intensifyAfter,
      referAfter: response.referAfter,
      consecutivePointsAtGoal: exit.consecutivePointsAtGoal,
    },
    measure: { key: 'cbm/orf', unit: 'words correct per minute', direction: 'increase' },
    phase: {
      phaseId: `phase-${student}`,
      tier: 2,
      startsOn: baselineOn,
      baseline: { on: baselineOn, value: 40, flags: [] },
      goal: { on: goalOn, value: 88 },
    },
    points: Array.from({ length: points }, (_, i) => ({
      eventId: `probe-${student}-${i}`,
      on: addDays(baselineOn, 7 * (i + 1)),
      value: Math.round(40 + growth * (i + 1) + 24 * (noise() - 0.5)),
    })),
    dosage: { planned: 90, held: 88, attended: 85, plannedMinutes: 2700, attendedMinutes: 2500 },
    fidelity: [{ eventId: `check-${student}`, implemented: 9, applicable: 10 }],
    history: { inadequateInARow: 0 },
  };
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** Documents a second of a real process from its first answers on; how long one document takes stands beside it. */
async function throughput(what: keyof typeof lines, document: string): Promise<Measured> {
  const starts: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const alone = performance.now();
    await calc(what, `${document}\n`, 1);
    starts.push(performance.now() - alone);
    const many = `${document}\n`.repeat(lines[what]);
    const { firstAt, endAt } = await calc(what, many, lines[what]);
    rates.push((lines[what] / (endAt - firstAt)) * 1000);
  }
  return {
    name: `aimline calc ${what} --ndjson`,
    perSecond: median(rates),
    ratio: null,
    note: `one document in ${median(starts).toFixed(0)} ms`,
  };
}

/** Asks a process; when its first answers came, and its last. */
async function calc(what: string, documents: string, times: number) {
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'calc', what, '--ndjson'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(documents);
  let firstAt = 0;
  let answers = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    firstAt ||= performance.now();
    answers += String(chunk);
  }
  const endAt = performance.now();
  const lineCount = answers.trimEnd().split('\n').length;
  if (lineCount !== times || answers.includes('"error"'))
    throw new Error(`calc ${what} answered ${lineCount} of ${times}: ${answers.slice(0, 300)}`);
  return { firstAt, endAt };
}
