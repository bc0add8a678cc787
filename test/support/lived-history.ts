import { aCalendar } from './a-calendar.js';
import { v5 } from 'uuid';
import type { Actor } from '#domain/decider';
import { importActor, operatorActor, processActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { RuleBroken } from '#domain/rule-broken';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { addDays, instantOf, type LocalDate } from '#domain/time';
import type { OpenRecord } from '#event-store/record';
import type { Tx } from '#read-models/read-model';
import { pick, unit } from '#sandbox/random';

export type History = {
  record: OpenRecord;
  db: Tx;
  /** Waits until the views have passed a position. */
  passed: (district: string, position: number) => Promise<void>;
};

export type LivedDistrict = { district: string; students: readonly string[]; staff: string };

const timeZone = 'America/Chicago';
const firstDay: LocalDate = '2025-09-08';

/**
 * A sandbox district that lives some weeks of a school year by chance: the same seed, the same history. People enrol, move
 * and leave, are placed, declined or forgotten; sessions are logged or not; probes are voided; reviews are held.
 */
export async function liveSomeWeeks(
  { record, db, passed }: History,
  { seed, students: count, days }: { seed: number; students: number; days: number },
): Promise<LivedDistrict> {
  const { store, handler } = record;
  const district = v5(`lived/${seed}`, '6ba7b811-9dad-11d1-80b4-00c04fd430c8');
  const id = (name: string) => v5(name, district);
  const staff = id('staff');
  const specialist: Actor = { id: staff, role: 'specialist' };
  let told = 0;
  let last = 0;

  const tell = async (stream: StreamId, type: string, data: object, actor = specialist) => {
    const key = `lived/${told++}`;
    try {
      const to = { district, stream };
      const answer = await handler.handle(deciders[kindOf(stream)], to, { type, data, key, actor });
      last = Math.max(last, answer.position);
      return answer.events;
    } catch (error) {
      if (error instanceof RuleBroken) return []; // chance asks for what is not possible, too
      throw error;
    }
  };
  const cycleOf = (n: number) => streamId('cycle', id(`cycle/${n}`));
  const pins = {
    ruleSet: { id: id('rules'), version: 1 },
    calendar: { id: id('calendar'), version: 1 },
  };
  const schools = [id('school/a'), id('school/b')];
  const pupils = Array.from({ length: count }, (_, n) => id(`student/${n}`));

  async function found(): Promise<void> {
    const clockStartsAt = instantOf(firstDay, '06:00', timeZone);
    await store.foundDistrict(district, { startsAt: clockStartsAt });
    const founding = { name: 'Lindenfield', mode: 'sandbox', timeZone, identifier: null };
    await tell(streamId('district', district), 'FoundDistrict', { ...founding, clockStartsAt });
    await tell(streamId('calendar', pins.calendar.id), 'PublishCalendar', aCalendar('2025–26'));
    const rules = streamId('rule-set', pins.ruleSet.id);
    await tell(rules, 'DraftRuleSet', { document: defaultRuleSets.reading });
    await tell(rules, 'PublishRuleSet', { effectiveFrom: '2025-08-20' });
    for (const [n, schoolId] of schools.entries())
      await tell(streamId('school', schoolId), 'OpenSchool', {
        name: `School ${n}`,
        identifier: `000${n}`,
        sourcedId: `s${n}`,
        grades: ['2', '3'],
        calendarId: pins.calendar.id,
      });
    await tell(
      streamId('staff', staff),
      'AuthoriseStaff',
      {
        givenName: 'Oriel',
        familyName: 'Tamm',
        email: null,
        role: 'specialist',
        scope: { kind: 'schools', schoolIds: schools },
        sourcedId: 't1',
        identities: [{ provider: 'test', subject: 'oriel' }],
      },
      operatorActor,
    );
    for (const [n, studentId] of pupils.entries()) await enrol(n, studentId);
    await formGroup();
  }

  async function enrol(n: number, studentId: string): Promise<void> {
    const stream = streamId('student', studentId);
    const schoolId = pick(schools, seed, 'school', n);
    const data = {
      name: { given: `Given${n}`, middle: null, family: `Family${n}` },
      birthDate: '2016-03-04',
      grade: '3',
      schoolId,
      ids: { local: `${1000 + n}`, state: null, sourcedId: `st${n}` },
      on: '2025-08-20',
    };
    await tell(stream, 'EnrolStudent', data, importActor);
    const score = {
      measure: 'dibels-8/composite',
      on: '2025-09-03',
      value: 280 + n,
      text: `${280 + n}`,
      level: 'Well Below Benchmark',
      percentile: 12,
      form: null,
      season: 'fall',
      testGrade: '3',
      enrolledGrade: '3',
      schoolId,
      source: { kind: 'staff', staffId: staff },
    };
    await tell(stream, 'RecordScore', score);
    await tell(cycleOf(n), 'OpenCycle', {
      studentId,
      schoolId,
      grade: '3',
      area: 'reading',
      origin: { kind: 'guardian', concern: 'reads slowly' },
      ...pins,
      previousCycleId: null,
      propose: { tier: 2, evidence: null, reason: 'guardian' },
    });
  }

  async function formGroup(): Promise<void> {
    await tell(streamId('group', id('group')), 'FormGroup', {
      name: 'Phonics B',
      schoolId: schools[0],
      area: 'reading',
      tier: 2,
      interventionId: id('phonics'),
      specialistId: staff,
      place: 'Room 4',
      ...pins,
      schedule: {
        from: firstDay,
        slots: [1, 3, 5].map((weekday) => ({ weekday, startsAt: '09:00', minutes: 30 })),
      },
    });
  }

  /** All rungs that are due, as the workflows would step them; what an activity works at is left alone. */
  async function step(): Promise<void> {
    await passed(district, last);
    const { rows } = await db.query(
      `select d.stream, d.rung_key, d.kind from rm.duties d join es.log l on l.district_id = d.district_id
       where d.district_id = $1 and to_pos is null
         and rung_at <= to_char(l.stepped_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
       order by rung_at, d.rung_key`,
      [district],
    );
    for (const { stream, rung_key: key, kind } of rows as Record<string, string>[]) {
      if (kind === 'prepare-review') await tell(stream as StreamId, 'OpenReview', {}, processActor);
      else await tell(stream as StreamId, 'StepLadder', { key }, processActor);
    }
    await passed(district, last);
  }

  /** What somebody does with one student on one day, if anything. */
  async function act(n: number, on: LocalDate): Promise<void> {
    const stream = cycleOf(n);
    const chance = unit(seed, 'act', n, on);
    const { events } = await store.read({ district, stream });
    const lastOf = (type: string) => events.findLast((event) => event.type === type);
    const { placementId } = (lastOf('PlacementProposed')?.data ?? {}) as { placementId?: string };
    if (chance < 0.1) await tell(stream, 'ConfirmPlacement', { placementId, present: [staff] });
    else if (chance < 0.12)
      await tell(stream, 'DeclinePlacement', { placementId, reason: 'reads well', present: [] });
    else if (chance < 0.3) await startPhase(stream, n, on);
    else if (chance < 0.6) {
      const value = 40 + Math.round(unit(seed, 'probe', n, on) * 30);
      await tell(stream, 'RecordProbe', { on, value, form: null });
    } else if (chance < 0.64) {
      const eventId = lastOf('ProbeRecorded')?.id;
      if (eventId) await tell(stream, 'VoidFact', { eventId, reason: 'wrong student' });
    } else if (chance < 0.68) await tell(stream, 'OpenReview', {});
    else if (chance < 0.78) await holdReview(stream, on, lastOf('ReviewOpened')?.data);
    else if (chance < 0.8) {
      const move = { toSchoolId: pick(schools, seed, 'move', n, on), on };
      await tell(streamId('student', pupils[n]!), 'TransferStudent', move, importActor);
    } else if (chance < 0.82)
      await tell(streamId('referral', id(`referral/${n}`)), 'RequestEvaluation', {
        studentId: pupils[n],
        schoolId: schools[0],
        by: 'guardian',
        requesterId: null,
        received: on,
        written: true,
        areasOfConcern: ['basic-reading-skill'],
        concern: 'reads slowly',
        ...pins,
      });
  }

  async function startPhase(stream: StreamId, n: number, on: LocalDate): Promise<void> {
    const started = await tell(stream, 'StartPhase', {
      interventionId: id('phonics'),
      groupId: id('group'),
      specialistId: staff,
      dosage: { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
      startsOn: on,
      baseline: { on, probes: [40, 36, 41] },
      goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 'fuchs-1993' },
      changed: null,
    });
    if (started.length === 0) return;
    const member = { cycleId: id(`cycle/${n}`), studentId: pupils[n], from: on };
    await tell(streamId('group', id('group')), 'AddMember', member);
  }

  async function holdReview(stream: StreamId, on: LocalDate, opened: object | undefined) {
    const review = opened as { reviewId: string; recommendation: { decision: string } } | undefined;
    if (!review) return;
    await tell(stream, 'HoldReview', {
      reviewId: review.reviewId,
      on,
      decision: review.recommendation.decision,
      reason: null,
      note: 'looked at together',
      present: [staff],
      newGoal: null,
    });
  }

  async function logSessions(on: LocalDate): Promise<void> {
    const group = streamId('group', id('group'));
    const { events } = await store.read({ district, stream: group });
    const planned = events
      .filter((event) => event.type === 'SessionPlanned')
      .map((event) => event.data as { sessionId: string; on: LocalDate; cycleIds: string[] });
    for (const { sessionId, cycleIds } of planned.filter((session) => session.on === on)) {
      if (unit(seed, 'log', sessionId) < 0.25) continue; // nobody says anything
      await tell(group, 'LogSession', {
        sessionId,
        minutes: 30,
        steps: 'all',
        students: cycleIds.map((cycleId) => ({
          cycleId,
          attendance: 'here',
          minutes: 30,
          reason: null,
        })),
      });
    }
  }

  await found();
  for (let day = 0; day < days; day++) {
    const on = addDays(firstDay, day);
    const clockTo = (time: string) =>
      tell(streamId('district', district), 'AdvanceClock', { to: instantOf(on, time, timeZone) });
    await clockTo('08:00');
    await step();
    await clockTo('15:00');
    await logSessions(on);
    for (const n of pupils.keys()) await act(n, on);
    await step();
  }
  await clockAndStep();
  return { district, students: pupils, staff };

  async function clockAndStep(): Promise<void> {
    const to = instantOf(addDays(firstDay, days), '23:00', timeZone);
    await tell(streamId('district', district), 'AdvanceClock', { to });
    await step();
  }
}
