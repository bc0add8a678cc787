import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScreeningWindowEvent } from '#domain/screening-window/events';
import { streamId } from '#domain/streams';
import { apiDistrict, type ApiDistrict, type PersonName } from '#testing/api-district';

/** The north school's fifth grade goes by a calendar of its own, whose year begins two days later. */
let world: ApiDistrict;
let upper: string;
beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

async function post(who: PersonName, url: string, body: object) {
  const answer = await world.ask(who, 'POST', url, { body });
  await world.settle();
  return answer;
}
const openCycle = async (studentId: string, area: string) => {
  const answer = await post('nora', '/v1/cycles', {
    studentId,
    area,
    from: 'teacher',
    concern: 'reads slowly',
    tier: 2,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return (await world.ask('nora', 'GET', `/v1/cycles/${answer.json().id}`)).json();
};

test('grades of a school may follow a calendar of their own', async () => {
  const { ids } = world;
  const published = await post('dana', '/v1/calendars', {
    name: 'Upper grades 2025–26',
    because: 'The board adopted it.',
    years: [
      {
        firstDay: '2025-08-22',
        lastDay: '2026-06-05',
        weekdays: [1, 2, 3, 4, 5],
        closed: [],
        days: [],
      },
    ],
  });
  upper = published.json().id;
  const choose = (grades: string[]) =>
    post('dana', `/v1/schools/${ids.north}/calendar`, { calendarId: upper, grades });
  expect((await choose(['K'])).json()).toMatchObject({ rule: 'grade-not-at-school' });
  expect((await choose(['5'])).statusCode).toBeLessThan(300);

  const school = (await world.ask('mei', 'GET', `/v1/schools/${ids.north}`)).json();
  expect(school).toMatchObject({
    calendarId: ids.calendar,
    gradeCalendars: [{ calendarId: upper, grades: ['5'] }],
  });
  const calendar = (await world.ask('mei', 'GET', `/v1/calendars/${upper}`)).json();
  expect(calendar.schools).toMatchObject([{ id: ids.north }]);
});

test('a cycle begins with the calendar of the student’s grade', async () => {
  const leo = await openCycle(world.ids.leo, 'reading');
  expect(leo.calendar).toEqual({ id: upper, version: 1 });
  const maya = (await world.ask('nora', 'GET', `/v1/cycles/${world.ids.mayasCycle}`)).json();
  expect(maya.calendar.id).toBe(world.ids.calendar);
});

test('a request for an evaluation too', async () => {
  const answer = await post('nora', '/v1/referrals', {
    studentId: world.ids.leo,
    by: 'guardian',
    received: '2025-09-02',
    written: true,
    areasOfConcern: ['reading-fluency'],
    concern: 'asked at the door',
  });
  const [requested] = (
    await world.store.read({
      district: world.district,
      stream: streamId('referral', answer.json().id as string),
    })
  ).events;
  expect(requested).toMatchObject({ data: { calendar: { id: upper, version: 1 } } });
});

test('a window by instructional days has the dates that the calendar of its grades says', async () => {
  const schedule = (grades: string[], season: string, more: object = {}) =>
    post('alvaro', '/v1/screening-windows', {
      schoolId: world.ids.north,
      area: 'reading',
      season,
      schoolYear: 2025,
      instructionalDays: { opens: 80, closes: 100, makeUpsUntil: 105 },
      ruleSets: [{ ruleSet: { id: world.ids.ruleSet, version: 1 }, grades }],
      ...more,
    });
  const planned = async (grades: string[], season: string, more: object = {}) => {
    const answer = await schedule(grades, season, more);
    expect(answer.statusCode, answer.body).toBe(201);
    const stream = streamId('screening-window', answer.json().id as string);
    const { events } = await world.store.read<ScreeningWindowEvent>({
      district: world.district,
      stream,
    });
    return events[0]!.data;
  };
  // Weekdays from 22 August without a break: day 80 is the last of sixteen weeks of five.
  expect(await planned(['5'], 'winter')).toMatchObject({
    calendar: { id: upper },
    opensOn: '2025-12-11',
    closesOn: '2026-01-08',
    instructionalDays: { opens: 80, closes: 100, makeUpsUntil: 105 },
  });
  // Grades of two calendars in one window: the school's. Without rule sets, those in force when it opens.
  expect(await planned([], 'spring', { ruleSets: undefined })).toMatchObject({
    calendar: { id: world.ids.calendar },
    opensOn: '2025-12-12',
    ruleSets: [{ ruleSet: { id: world.ids.ruleSet, version: 1 }, grades: ['1', '2', '3', '5'] }],
  });

  const both = await schedule(['5'], 'fall', { opensOn: '2025-09-08' });
  expect(both.statusCode).toBe(422);
  const beyond = await schedule(['5'], 'fall', {
    instructionalDays: { opens: 300, closes: 310, makeUpsUntil: 320 },
  });
  expect(beyond.json()).toMatchObject({ rule: 'window-day-outside-year' });
});

test('a window in a school year that the calendar does not know is refused', async () => {
  const answer = await post('alvaro', '/v1/screening-windows', {
    schoolId: world.ids.north,
    area: 'reading',
    season: 'fall',
    schoolYear: 2024,
    instructionalDays: { opens: 6, closes: 21, makeUpsUntil: 26 },
  });
  expect(answer.json()).toMatchObject({ rule: 'outside-school-year' });
});

test('one school’s own calendar is its principal’s to close and to teach remotely after all', async () => {
  const { ids } = world;
  const closed = await post('alvaro', `/v1/calendars/${upper}/closures`, {
    from: '2025-09-03',
    to: '2025-09-03',
    name: 'Flood',
    reason: 'The cellar is under water.',
  });
  expect(closed.statusCode, closed.body).toBeLessThan(300);
  const remote = await post('alvaro', `/v1/calendars/${upper}/school-days`, {
    date: '2025-09-03',
    kind: 'remote',
    name: 'Taught remotely',
    reason: 'The cellar is still under water.',
  });
  expect(remote.statusCode, remote.body).toBeLessThan(300);
  const calendar = (await world.ask('mei', 'GET', `/v1/calendars/${upper}`)).json();
  expect(calendar).toMatchObject({
    calendarVersion: 3,
    years: [{ days: [{ date: '2025-09-03', kind: 'remote' }] }],
  });
  // The shared one is the district's.
  const shared = await post('alvaro', `/v1/calendars/${ids.calendar}/school-days`, {
    date: '2025-09-06',
    name: 'Made up',
    reason: 'Makes up for the flood.',
  });
  expect(shared.statusCode).toBe(403);
});
