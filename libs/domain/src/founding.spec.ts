import { describe, expect, test } from 'vitest';
import { given } from '#testing/given';
import { aReference, sent } from '#testing/school-year';
import { accessDecider } from './access/decide.js';
import type { AccessEvent } from './access/events.js';
import { districtDecider } from './district/decide.js';
import type { DistrictEvent } from './district/events.js';
import type { Jurisdiction } from './legal-clock/pack.js';
import { interventionDecider } from './intervention/decide.js';
import type { CatalogueEntry, InterventionEvent } from './intervention/events.js';
import { schoolDecider } from './school/decide.js';
import { calendarOf } from './school/state.js';
import type { Grade } from './measure/measure.js';
import type { SchoolEvent } from './school/events.js';
import { staffDecider } from './staff/decide.js';
import type { StaffEvent } from './staff/events.js';

const now = '2025-10-01T15:00:00.000Z';

describe('a district', () => {
  const founding = {
    name: 'Prairie View',
    mode: 'sandbox' as const,
    timeZone: 'America/Chicago',
    identifier: null,
    clockStartsAt: '2025-08-01T12:00:00.000Z',
  };
  const founded: DistrictEvent = { type: 'DistrictFounded', data: founding };
  const live: DistrictEvent = {
    type: 'DistrictFounded',
    data: { ...founding, mode: 'live', clockStartsAt: null },
  };
  const found = (change: object = {}) =>
    sent({ type: 'FoundDistrict' as const, data: { ...founding, ...change } }, now);
  const advance = (to: string) => sent({ type: 'AdvanceClock' as const, data: { to } }, now);

  test('is founded once, as a sandbox or live for ever', () => {
    given(districtDecider).when(found()).decides(founded);
    given(districtDecider, founded).when(found()).decides();
    given(districtDecider, founded)
      .when(found({ mode: 'live', clockStartsAt: null }))
      .refuses('district-already-founded');
  });

  const choose = (jurisdiction: Jurisdiction, parameters: Record<string, boolean | string> = {}) =>
    sent(
      {
        type: 'ChooseJurisdiction' as const,
        data: { jurisdiction, parameters, because: 'Counsel has read it.' },
      },
      now,
    );

  test('chooses whose legal clocks hold, once for each change', () => {
    const chosen: DistrictEvent = {
      type: 'JurisdictionChosen',
      data: {
        jurisdiction: 'us-tx',
        parameters: { countLastInstructionalDay: false },
        packVersion: 1,
        because: 'Counsel has read it.',
      },
    };
    const texas = choose('us-tx', { countLastInstructionalDay: false });
    given(districtDecider).when(texas).refuses('district-not-founded');
    given(districtDecider, founded).when(texas).decides(chosen);
    given(districtDecider, founded, chosen).when(texas).decides();
    given(districtDecider, founded, chosen)
      .when(choose('us-tx'))
      .decidesLike({ type: 'JurisdictionChosen', data: { parameters: {} } });
  });

  test('takes no reading that its pack does not know', () => {
    given(districtDecider, founded)
      .when(choose('us-tx', { breakExclusion: 'with-adjoining-weekends' }))
      .refuses('parameter-not-of-pack', { parameter: 'breakExclusion' });
    given(districtDecider, founded)
      .when(choose('us-ca', { breakExclusion: 'never' }))
      .refuses('parameter-not-of-pack', {
        allowed: 'first-to-last-closed-day, with-adjoining-weekends',
      });
  });

  test.each([
    ['a sandbox without a start', { clockStartsAt: null }, 'sandbox-needs-a-start'],
    ['a live district with a stepped clock', { mode: 'live' }, 'clock-is-not-stepped'],
    ['a time zone that does not exist', { timeZone: 'Mars/Olympus' }, 'unknown-time-zone'],
    ['a moment that does not exist', { clockStartsAt: '2025-08-32T00:00:00Z' }, 'no-such-moment'],
  ])('refuses %s', (_, change, rule) => {
    given(districtDecider).when(found(change)).refuses(rule);
  });

  test('a sandbox clock is stepped forward and never back; a live one never', () => {
    const to = '2025-08-13T21:00:00.000Z';
    given(districtDecider, founded)
      .when(advance(to))
      .decides({ type: 'ClockAdvanced', data: { from: founding.clockStartsAt, to } });
    given(districtDecider, founded)
      .when(sent({ type: 'AdvanceClock' as const, data: { days: 2 } }, now))
      .decides({
        type: 'ClockAdvanced',
        data: { from: founding.clockStartsAt, to: '2025-08-03T12:00:00.000Z' },
      });
    given(districtDecider, founded).when(advance(founding.clockStartsAt)).decides();
    given(districtDecider, founded)
      .when(advance('2025-07-31T12:00:00.000Z'))
      .refuses('clock-goes-forward-only');
    given(districtDecider, live).when(advance(to)).refuses('clock-is-not-stepped');
    given(districtDecider).when(advance(to)).refuses('district-not-founded');
  });
});

describe('a school', () => {
  const opening = {
    name: 'Lincoln',
    identifier: null,
    sourcedId: 's-1',
    grades: ['K', '1'] as const,
  };
  const opened: SchoolEvent = { type: 'SchoolOpened', data: opening };
  const open = (calendarId: string | null, name = 'Lincoln') =>
    sent({ type: 'OpenSchool' as const, data: { ...opening, name, calendarId } }, now);

  test('opens once, with its calendar; a roster imported again does not undo the choice', () => {
    const chosen: SchoolEvent = { type: 'SchoolCalendarChosen', data: { calendarId: 'c-1' } };
    given(schoolDecider).when(open(null)).decides(opened);
    given(schoolDecider).when(open('c-1')).decides(opened, chosen);
    given(schoolDecider, opened, chosen).when(open(null)).decides();
    given(schoolDecider, opened).when(open(null, 'Douglass')).refuses('school-already-open');
  });

  test('a calendar is chosen for a school that is there', () => {
    const choose = sent(
      { type: 'ChooseSchoolCalendar' as const, data: { calendarId: 'c-2' } },
      now,
    );
    given(schoolDecider).when(choose).refuses('school-not-open');
    given(schoolDecider, opened)
      .when(choose)
      .decides({ type: 'SchoolCalendarChosen', data: { calendarId: 'c-2' } });
  });

  const chosen = (calendarId: string, grades?: readonly Grade[]): SchoolEvent => ({
    type: 'SchoolCalendarChosen',
    data: grades ? { calendarId, grades } : { calendarId },
  });
  const choose = (calendarId: string, grades?: readonly Grade[]) =>
    sent(
      {
        type: 'ChooseSchoolCalendar' as const,
        data: grades ? { calendarId, grades } : { calendarId },
      },
      now,
    );

  test('some of its grades may follow a calendar of their own', () => {
    given(schoolDecider, opened, chosen('c-1'))
      .when(choose('c-2', ['K']))
      .decides(chosen('c-2', ['K']));
    given(schoolDecider, opened, chosen('c-1'))
      .when(choose('c-2', ['K', '5']))
      .refuses('grade-not-at-school', { grade: '5' });
    const { state } = given(schoolDecider, opened, chosen('c-1'), chosen('c-2', ['K']));
    if (state.status !== 'open') throw new Error('it is open');
    expect([calendarOf(state, 'K'), calendarOf(state, '1')]).toEqual(['c-2', 'c-1']);
  });

  test('the last word on a grade holds, and one for the whole school is one for every grade', () => {
    const split = given(schoolDecider, opened, chosen('c-1'), chosen('c-2', ['K']));
    split.when(choose('c-1')).decides(chosen('c-1'));
    split.when(choose('c-2')).decides(chosen('c-2'));
    split.when(choose('c-1', ['K'])).decides(chosen('c-1', ['K']));
    const again = given(schoolDecider, opened, chosen('c-2', ['K', '1']), chosen('c-1'));
    if (again.state.status !== 'open') throw new Error('it is open');
    expect(again.state.gradeCalendars).toEqual({});
    expect(calendarOf(again.state, 'K')).toBe('c-1');
  });

  test('a choice that changes nothing is no new fact', () => {
    const split = given(schoolDecider, opened, chosen('c-1'), chosen('c-2', ['K']));
    split.when(choose('c-2', ['K'])).decides();
    split.when(choose('c-1', ['1'])).decides();
    split.when(choose('c-3', [])).decides();
    given(schoolDecider, opened, chosen('c-1')).when(choose('c-1')).decides();
    // Every grade follows it already, but the school as a whole does not.
    given(schoolDecider, opened, chosen('c-1', ['K', '1']))
      .when(choose('c-1'))
      .decides(chosen('c-1'));
  });

  test('a choice recorded before grades could be named is one for the whole school', () => {
    const old = JSON.parse(
      '{"type":"SchoolCalendarChosen","data":{"calendarId":"c-1"}}',
    ) as SchoolEvent;
    const { state } = given(schoolDecider, opened, old);
    expect(state).toMatchObject({ calendarId: 'c-1', gradeCalendars: {} });
  });

  test('a grade of a school without a calendar has none', () => {
    expect(calendarOf({ calendarId: null, gradeCalendars: { K: 'c-2' } }, '1')).toBeNull();
    expect(calendarOf({ calendarId: null, gradeCalendars: { K: 'c-2' } }, 'K')).toBe('c-2');
  });
});

describe('a member of staff', () => {
  const identity = { provider: 'https://id.example', subject: '42' };
  const authorisation: Extract<StaffEvent, { type: 'StaffAuthorised' }>['data'] = {
    givenName: 'Kofi',
    familyName: 'Osei',
    email: null,
    role: 'specialist',
    scope: { kind: 'caseload', schoolIds: ['s-1'] },
    sourcedId: 't-9',
    identities: [identity],
  };
  const authorised: StaffEvent = { type: 'StaffAuthorised', data: authorisation };
  const authorise = (change: Partial<typeof authorisation> = {}) =>
    sent({ type: 'AuthoriseStaff' as const, data: { ...authorisation, ...change } }, now);

  test('is authorised once; the same roster row again adds nothing, also after a change of scope', () => {
    const wider = {
      role: 'specialist' as const,
      scope: { kind: 'district' as const },
      reason: 'Lead.',
    };
    given(staffDecider).when(authorise()).decides(authorised);
    given(staffDecider, authorised, { type: 'StaffScopeChanged', data: wider })
      .when(authorise())
      .decides();
    given(staffDecider, authorised)
      .when(authorise({ familyName: 'Mensah' }))
      .refuses('staff-already-authorised');
  });

  test.each<[string, Partial<typeof authorisation>, string]>([
    ['a district admin of one school', { role: 'district-admin' }, 'role-needs-district-scope'],
    [
      'a scope of no school',
      { scope: { kind: 'schools', schoolIds: [] } },
      'scope-without-schools',
    ],
    [
      'a scope of no grade',
      { scope: { kind: 'grades', schoolIds: ['s-1'], grades: [] } },
      'scope-without-grades',
    ],
  ])('refuses %s', (_, change, rule) => {
    given(staffDecider).when(authorise(change)).refuses(rule);
  });

  test('a change of scope needs its reason', () => {
    const change = (reason: string) =>
      sent(
        {
          type: 'ChangeStaffScope' as const,
          data: { role: 'specialist' as const, scope: { kind: 'district' as const }, reason },
        },
        now,
      );
    given(staffDecider, authorised).when(change(' ')).refuses('reason-required');
    given(staffDecider, authorised)
      .when(change('Lead.'))
      .decidesLike({ type: 'StaffScopeChanged' });
    given(staffDecider).when(change('Lead.')).refuses('staff-not-authorised');
  });

  test('one identity belongs to one person', () => {
    const claim = 'identity:https://id.example:42';
    expect(staffDecider.claims!(authorised, staffDecider.initial).take).toEqual([claim]);
    const link = sent({ type: 'LinkIdentity' as const, data: identity }, now);
    given(staffDecider, authorised).when(link).decides();
    const linked: StaffEvent = { type: 'IdentityLinked', data: { ...identity, subject: '43' } };
    expect(staffDecider.claims!(linked, staffDecider.initial).take).toEqual([
      'identity:https://id.example:43',
    ]);
  });
});

describe('an intervention', () => {
  const entry: CatalogueEntry = {
    name: 'Repeated reading',
    area: 'reading',
    skill: 'fluency',
    grades: ['2', '3'],
    tiers: [2, 3],
    evidence: { level: 'moderate', citation: 'Invented for this test' },
    dosage: { sessionsPerWeek: 3, minutes: 30, weeks: 12 },
    groupSize: { min: 1, max: 4 },
    intensity: {
      strength: 2,
      dosage: null,
      alignment: null,
      transfer: null,
      comprehensiveness: null,
      support: null,
      individualization: null,
    },
    steps: ['Preview', 'Read', 'Graph'],
    qualified: [],
  };
  const catalogued: InterventionEvent = { type: 'InterventionCatalogued', data: entry };
  const catalogue = (change: Partial<CatalogueEntry> = {}) =>
    sent({ type: 'CatalogueIntervention' as const, data: { ...entry, ...change } }, now);
  const revise = (change: Partial<CatalogueEntry>) =>
    sent({ type: 'ReviseIntervention' as const, data: { ...entry, ...change } }, now);

  test('is catalogued once and revised when it differs', () => {
    given(interventionDecider).when(catalogue()).decides(catalogued);
    given(interventionDecider, catalogued).when(catalogue()).decides();
    given(interventionDecider, catalogued)
      .when(catalogue({ skill: 'rate' }))
      .refuses('intervention-already-catalogued');
    given(interventionDecider, catalogued).when(revise({})).decides();
    given(interventionDecider, catalogued)
      .when(revise({ skill: 'rate' }))
      .decidesLike({ type: 'InterventionRevised' });
    given(interventionDecider).when(revise({})).refuses('intervention-not-catalogued');
  });

  test.each<[string, Partial<CatalogueEntry>, string]>([
    ['for no grade', { grades: [] }, 'intervention-for-nobody'],
    [
      'whose evidence names no source',
      { evidence: { level: 'strong', citation: '' } },
      'evidence-without-source',
    ],
    ['for groups of four to two', { groupSize: { min: 4, max: 2 } }, 'dosage-impossible'],
    ['of no minutes', { dosage: { ...entry.dosage, minutes: 0 } }, 'dosage-impossible'],
    [
      'rated four of three',
      { intensity: { ...entry.intensity, support: 4 } },
      'intensity-out-of-range',
    ],
  ])('refuses one %s', (_, change, rule) => {
    given(interventionDecider).when(catalogue(change)).refuses(rule);
  });
});

describe('the access log of a student', () => {
  const look = { studentId: 'ada', staffId: 'kofi', on: '2025-10-01', purpose: 'review' };
  const viewed: AccessEvent = { type: 'FileViewed', data: look };
  const access = (...events: AccessEvent[]) => given(accessDecider, ...events).with(aReference);
  const view = (change: Partial<typeof look>) =>
    sent({ type: 'ViewFile' as const, data: { ...look, ...change } }, now);

  test('names each person once a day', () => {
    access().when(view({})).decides(viewed);
    access(viewed)
      .when(view({ purpose: 'curiosity' }))
      .decides();
    access(viewed)
      .when(view({ staffId: 'mara' }))
      .decidesLike({ type: 'FileViewed' });
    access({ type: 'FileViewed', data: { ...look, on: '2025-09-30' } })
      .when(view({}))
      .decides(viewed);
    access()
      .when(view({ on: '2025-10-02' }))
      .refuses('date-in-future');
  });

  test('keeps each disclosure with its interest', () => {
    const disclosure = {
      studentId: 'ada',
      to: 'A new school',
      interest: 'transfer',
      on: '2025-10-01',
    };
    const disclose = (interest: string) =>
      sent({ type: 'DiscloseRecord' as const, data: { ...disclosure, interest } }, now);
    access().when(disclose('')).refuses('interest-missing');
    access({ type: 'RecordDisclosed', data: disclosure }).when(disclose('transfer')).decides();
    access({ type: 'RecordDisclosed', data: disclosure })
      .when(disclose('audit'))
      .decidesLike({ type: 'RecordDisclosed' });
    access().when(disclose('transfer')).decides({ type: 'RecordDisclosed', data: disclosure });
  });
});
