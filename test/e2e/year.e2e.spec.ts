import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AimlineHome } from '#platform/services/aimline-home';
import { readState } from '#platform/services/services-state';
import { aimline } from '#testing/cli';
import { throwAwayHome } from '#testing/throw-away-home';

type Summary = {
  students: number;
  cyclesOpened: number;
  placements: Record<string, number>;
  sessions: { planned: number; held: number; heldLate: number; notHeld: number; unlogged: number };
  probes: { given: number; missed: number };
  referrals: { opened: number };
  tasks: { opened: number; done: number; overdue: number; open: number };
  open: { streams: Record<string, number>; workflows: Record<string, number> };
  eventsByType: Record<string, number>;
  problems: string[];
};

const students = 30;
/** From August to the autumn: a screening, placements, groups that meet, probes. */
const autumn = ['--students', `${students}`, '--seed', '7', '--until', '2025-10-24'];
const year = ['simulate', ...autumn, '--staff-diligence', '0.8', '--json'];

/** What supervises itself must survive a kill without a word: the process with this name, as the home knows it. */
async function kill(home: AimlineHome, name: 'api' | 'worker' | 'postgres' | 'temporal') {
  const tree = JSON.parse(await readFile(join(home.dir, 'tree.json'), 'utf8')) as {
    parts: { name: string; process: { pid: number } | null }[];
  };
  const { postgres, temporal } = await readState(home);
  const pids = {
    api: tree.parts.find((part) => part.name === 'api')?.process?.pid,
    worker: tree.parts.find((part) => part.name === 'worker')?.process?.pid,
    postgres: postgres?.process.pid,
    temporal: temporal?.process.pid,
  };
  const pid = pids[name];
  if (pid === undefined) throw new Error(`${name} does not run`);
  process.kill(pid, 'SIGKILL');
}

describe('an autumn of an invented district, on the real engine', () => {
  let undisturbed: Summary;
  const homes: Awaited<ReturnType<typeof throwAwayHome>>[] = [];

  async function live(
    during?: (home: AimlineHome, run: ReturnType<typeof aimline>) => Promise<void>,
  ) {
    const home = await throwAwayHome();
    homes.push(home);
    const run = aimline(home, ...year);
    await Promise.race([during?.(home, run), run.ended]);
    const { code, stdout, stderr } = await run.ended;
    expect(code, stderr.slice(-3_000)).toBe(0);
    return { summary: JSON.parse(stdout) as Summary, said: stderr };
  }

  beforeAll(async () => {
    ({ summary: undisturbed } = await live());
  });
  afterAll(() => Promise.all(homes.map((home) => home.remove())));

  test('nothing in it is inconsistent', () => {
    expect(undisturbed.problems).toEqual([]);
  });

  test('every planned session was held, was not held, or is recorded as unlogged', () => {
    const { planned, held, notHeld, unlogged } = undisturbed.sessions;
    expect(planned).toBeGreaterThan(20);
    expect(held + notHeld + unlogged).toBe(planned);
  });

  test('every open process has its workflow, and no other runs', () => {
    const { streams, workflows } = undisturbed.open;
    expect(workflows['interventionCycle']).toBe(streams['cycle']);
    expect(workflows['deliverySchedule']).toBe(streams['group']);
    expect(workflows['evaluationReferral']).toBe(streams['referral']);
    expect(workflows['screeningWindow']).toBe(streams['screening-window']);
    expect(workflows['dataImport']).toBe(0);
  });

  test('the caseload is a real one, and staff decide, log, probe and forget', () => {
    const { placements, probes, tasks, cyclesOpened } = undisturbed;
    expect(cyclesOpened / students).toBeGreaterThan(0.15);
    expect(placements['confirmed']).toBeGreaterThan(0);
    expect(placements['proposed']).toBeGreaterThanOrEqual(cyclesOpened);
    expect(probes.given).toBeGreaterThan(5);
    expect(tasks.opened).toBe(tasks.done + tasks.overdue + tasks.open);
    expect(tasks.overdue).toBeGreaterThan(0);
  });

  test('the same seed gives the same facts, whatever is killed in between', async () => {
    const { summary: disturbed, said } = await live(async (home, run) => {
      await run.says('week of 2025-09-01');
      await kill(home, 'worker');
      await run.says('week of 2025-09-15');
      await kill(home, 'temporal');
      await run.says('week of 2025-09-29');
      await kill(home, 'api');
      await run.says('week of 2025-10-13');
      await kill(home, 'postgres');
    });
    for (const died of [
      'worker ended (SIGKILL)',
      'Temporal ended unexpectedly',
      'api ended (SIGKILL)',
      'PostgreSQL ended unexpectedly',
    ])
      expect(said).toContain(died);
    expect(disturbed.problems).toEqual([]);
    expect(disturbed.eventsByType).toEqual(undisturbed.eventsByType);
  });
});
