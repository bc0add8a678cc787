import type { Created } from '#contracts/fields';
import { addDays, type LocalDate } from '#domain/time';
import { evenly, whole } from '#sandbox/random';
import { referralStories, type ReferralStory } from '#sandbox/staff/referrals';
import { whenActs } from '#sandbox/staff/timing';
import type { SandboxStudent } from '#sandbox/district';
import { commandId } from '#event-store/ids';
import type { Act } from '../acts.js';
import type { Owed } from '../inboxes.js';
import { isTime } from '../timing.js';
import {
  occurrenceOf,
  schoolDayOn,
  staffAt,
  type Person,
  type ReferralMemory,
  type World,
} from '../world.js';

/** Notes each request for an evaluation of the year for its day. */
export function noteRequests(world: World): void {
  referralStories(world.sandbox).forEach((story, number) => {
    world.agenda.note(story.requestedOn, {
      lane: `student/${story.student.number}`,
      name: `referral ${number}`,
      run: () => request(world, story, number),
    });
  });
}

/** A guardian or a teacher asks, at any time and from any state; the principal writes it down. */
async function request(world: World, story: ReferralStory, number: number): Promise<void> {
  const student = world.students.numbered(story.student.number);
  if (world.memory.withdrawn.has(student.number)) return;
  const principal = staffAt(world, 'school-admin', student.school);
  const teacher = world.sandbox.classes.find((one) => one.sourcedId === student.homeroom)!.teacher;
  const guardian = student.guardians[0]!;
  const { id } = await principal.api.post<Created>('/v1/referrals', {
    key: `referral/${number}`,
    json: {
      studentId: world.students.id(student),
      by: story.by,
      requesterId:
        story.by === 'staff'
          ? (world.people.get(teacher)?.id ?? null)
          : commandId(world.district, `oneroster/guardian/${guardian.sourcedId}`),
      received: story.requestedOn,
      written: story.written,
      areasOfConcern: story.areasOfConcern,
      concern: story.concern,
    },
  });
  world.memory.referrals.set(id, {
    name: `request ${number}`,
    number,
    student: student.number,
    refuses: story.notice === 'refuse',
    consent: story.consent,
    revokedAfterDays: story.revokedAfterDays,
    evaluatedAfterDays: story.evaluatedAfterDays,
    eligible: story.eligible,
    iepAfterDays: story.iepAfterDays,
    askedAgain: false,
  });
}

/** The next step of a referral, by whoever owes it; what guardians and evaluators do follows in its own time. */
export function handleReferral(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student } = owed;
  if (!student) return null;
  const referral = rememberedAs(world, item.target.id, student);
  switch (item.kind) {
    case 'give-notice':
      return inTime(world, owed, referral, 'give-notice', today, () =>
        giveNotice(person, item.target.id, referral, today),
      );
    case 'request-consent':
      return inTime(world, owed, referral, 'request-consent', today, () =>
        askConsent(world, person, item.target.id, referral, today, 1),
      );
    case 'obtain-consent':
      return askAgain(world, owed, referral, today);
    default:
      return null; // assessments, eligibility and the meeting have their days on the agenda
  }
}

/** One that a review decided has no story yet: it gets one from its student. */
function rememberedAs({ memory, seed }: World, id: string, student: SandboxStudent) {
  const known = memory.referrals.get(id);
  if (known) return known;
  const before = [...memory.referrals.values()].filter(
    (r) => r.student === student.number && r.name.startsWith('decided'),
  ).length;
  const key = `${student.number}/${before}`;
  const eligible = evenly(student.number, seed, 'decided referral') < 0.6;
  const referral: ReferralMemory = {
    name: `decided ${key}`,
    number: 1_000 + student.number,
    student: student.number,
    refuses: false,
    consent: { answer: 'given', afterDays: whole(3, 20, seed, 'decided consent', key) },
    revokedAfterDays: null,
    evaluatedAfterDays: whole(35, 66, seed, 'decided evaluation', key),
    eligible,
    iepAfterDays: eligible ? whole(12, 28, seed, 'decided iep', key) : null,
    askedAgain: false,
  };
  memory.referrals.set(id, referral);
  return referral;
}

function inTime(
  world: World,
  { item }: Owed,
  referral: ReferralMemory,
  kind: 'give-notice' | 'request-consent',
  today: LocalDate,
  run: () => Promise<void>,
): Act | null {
  const { seed, diligence } = world;
  const occurrence = occurrenceOf(world, `${kind}/${referral.name}`, item.key);
  const caseNumber = referral.number;
  const when = whenActs({ seed, kind, caseNumber, among: '', occurrence, diligence });
  if (!isTime(world, item.key, item.dueOn, when, today)) return null;
  return { lane: item.stream, name: `${kind} ${referral.name}`, run };
}

async function giveNotice(
  { api }: Person,
  id: string,
  { name, refuses }: ReferralMemory,
  on: LocalDate,
): Promise<void> {
  const path = `/v1/referrals/${id}`;
  await api.post(`${path}/safeguards`, { key: `safeguards/${name}`, json: { on } });
  await api.post(`${path}/notice`, {
    key: `notice/${name}`,
    json: {
      on,
      action: refuses ? 'refuse' : 'evaluate',
      reason: refuses
        ? 'Class work and scores are within the range of the grade.'
        : 'The concern is shared; the areas named will be assessed.',
    },
  });
}

async function askConsent(
  world: World,
  { api }: Person,
  id: string,
  referral: ReferralMemory,
  on: LocalDate,
  time: number,
): Promise<void> {
  const path = `/v1/referrals/${id}`;
  await api.post(`${path}/consent-request`, {
    key: `consent-request/${referral.name}/${time}`,
    json: { on },
  });
  if (time > 1 || !referral.consent) return;
  const { answer, afterDays } = referral.consent;
  later(world, id, referral, addDays(on, afterDays), answer, async (day) => {
    const key = `consent/${referral.name}`;
    if (answer === 'refused')
      return psychologist(world).api.post(`${path}/consent-refusal`, { key, json: { on: day } });
    const json = { signedOn: addDays(day, -1), receivedOn: day };
    await psychologist(world).api.post(`${path}/consent`, { key, json });
    afterConsent(world, id, referral, day);
  });
}

function afterConsent(world: World, id: string, referral: ReferralMemory, consentOn: LocalDate) {
  const { name, revokedAfterDays, evaluatedAfterDays, eligible, iepAfterDays } = referral;
  const path = `/v1/referrals/${id}`;
  const { api } = psychologist(world);
  if (revokedAfterDays !== null)
    later(world, id, referral, addDays(consentOn, revokedAfterDays), 'revoked', (on) =>
      api.post(`${path}/consent-revocation`, { key: `revocation/${name}`, json: { on } }),
    );
  if (evaluatedAfterDays === null) return;
  later(world, id, referral, addDays(consentOn, evaluatedAfterDays), 'evaluated', async (on) => {
    for (const assessment of ['Cognitive and academic testing', 'Classroom observation'])
      await api.post(`${path}/assessments`, {
        key: `assessment/${name}/${assessment}`,
        json: { on, assessment },
      });
    await api.post(`${path}/eligibility`, {
      key: `eligibility/${name}`,
      json: { on, eligible, categories: eligible ? ['specific-learning-disability'] : [] },
    });
    if (!eligible || iepAfterDays === null) return;
    later(world, id, referral, addDays(on, iepAfterDays), 'iep', (day) =>
      api.post(`${path}/iep-meeting`, { key: `iep/${name}`, json: { on: day } }),
    );
  });
}

/** After the first recorded silence the psychologist asks once more; then it is the family's turn. */
function askAgain(world: World, owed: Owed, referral: ReferralMemory, today: LocalDate) {
  const { item, person } = owed;
  const occurrence = occurrenceOf(world, `obtain-consent/${referral.name}`, item.key);
  if (occurrence < 2 || referral.askedAgain) return null;
  referral.askedAgain = true;
  return {
    lane: item.stream,
    name: `ask-again ${referral.name}`,
    run: () => askConsent(world, person, item.target.id, referral, today, 2),
  };
}

/** On that day, or on the first school day after it. */
function later(
  world: World,
  id: string,
  { name }: ReferralMemory,
  day: LocalDate,
  what: string,
  run: (on: LocalDate) => Promise<void>,
): void {
  const on = schoolDayOn(world.calendar, day);
  if (on)
    world.agenda.note(on, { lane: `referral/${id}`, name: `${what} ${name}`, run: () => run(on) });
}

const psychologist = (world: World) => staffAt(world, 'psychologist', null);
