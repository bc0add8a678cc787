import { Body, Controller, Param } from '@nestjs/common';
import {
  calendar,
  calendarPage,
  declareClosureRequest,
  declareSchoolDayRequest,
  publishCalendarRequest,
  type Calendar,
  type DeclareClosureRequest,
  type DeclareSchoolDayRequest,
  type PublishCalendarRequest,
} from '#contracts/calendars';
import type { Page } from '#contracts/page';
import type { PublishCalendar } from '#domain/calendar/commands';
import { evolve, initial } from '#domain/calendar/state';
import type { CalendarEvent } from '#domain/calendar/events';
import { streamId, uuidOf } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { follows } from '#read-models/directory/directory';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Settings } from '../settings.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

@Controller('v1/calendars')
export class CalendarsController {
  constructor(
    private readonly store: EventStore,
    private readonly settings: Settings,
    private readonly submit: Submit,
    private readonly views: Views,
  ) {}

  @Reads({
    id: 'listCalendars',
    says: 'The school calendars, at their newest version',
    allow: 'read-calendars',
    answer: calendarPage,
  })
  async list(@Caller() { district }: Caller): Promise<Page<Calendar>> {
    const streams = await this.store.streamsOf(district, 'calendar');
    const found = await Promise.all(streams.map((id) => this.newest(district, uuidOf(id))));
    return { items: found.filter((c): c is Calendar => c !== null), next: null };
  }

  @Reads({
    path: ':calendarId',
    id: 'readCalendar',
    says: 'A calendar at its newest version',
    allow: 'read-calendars',
    answer: calendar,
  })
  async read(
    @Caller() { district }: Caller,
    @Param('calendarId') calendarId: string,
  ): Promise<Calendar> {
    const found = await this.newest(district, calendarId);
    if (!found) throw new ProblemError('not_found', 'There is no calendar under this id.');
    return found;
  }

  @Commands({
    id: 'publishCalendar',
    says: 'Publish a calendar',
    allow: 'publish-calendar',
    makes: true,
  })
  async publish(
    @Caller() caller: Caller,
    @Body({ schema: publishCalendarRequest }) body: PublishCalendarRequest,
  ) {
    return this.submit.make(caller, 'calendar', await this.command(caller, body));
  }

  @Commands({
    path: ':calendarId/versions',
    id: 'publishCalendarVersion',
    says: 'Publish the next version of a calendar',
    allow: 'publish-calendar',
    judged: true,
  })
  async publishNext(
    @Caller() caller: Caller,
    @Param('calendarId') calendarId: string,
    @Body({ schema: publishCalendarRequest }) body: PublishCalendarRequest,
  ) {
    return this.submit.to(caller, 'calendar', calendarId, await this.command(caller, body));
  }

  @Commands({
    path: ':calendarId/closures',
    id: 'declareClosure',
    says: 'Call school off, also late',
    allow: 'declare-closure',
    about: { kind: 'calendar', param: 'calendarId' },
  })
  declareClosure(
    @Caller() caller: Caller,
    @Param('calendarId') calendarId: string,
    @Body({ schema: declareClosureRequest }) data: DeclareClosureRequest,
  ) {
    return this.submit.to(caller, 'calendar', calendarId, { type: 'DeclareClosure', data });
  }

  @Commands({
    path: ':calendarId/school-days',
    id: 'declareSchoolDay',
    says: 'Hold school after all: a closed day taught remotely, a half day, a day made up',
    allow: 'declare-school-day',
    about: { kind: 'calendar', param: 'calendarId' },
  })
  declareSchoolDay(
    @Caller() caller: Caller,
    @Param('calendarId') calendarId: string,
    @Body({ schema: declareSchoolDayRequest }) data: DeclareSchoolDayRequest,
  ) {
    return this.submit.to(caller, 'calendar', calendarId, { type: 'DeclareSchoolDay', data });
  }

  private async command(
    { district }: Caller,
    { name, because, ...days }: PublishCalendarRequest,
  ): Promise<PublishCalendar> {
    const { timeZone } = await this.settings.of(district);
    return {
      type: 'PublishCalendar',
      data: { name, because, calendar: { ...days, timeZone } },
    };
  }

  private async newest(district: string, id: string): Promise<Calendar | null> {
    const [{ events, version }, schools] = await Promise.all([
      this.store.read<CalendarEvent>({ district, stream: streamId('calendar', id) }),
      this.views.directory.schools(district),
    ]);
    const state = events.reduce(evolve, initial);
    if (state.status === 'none') return null;
    const { newest } = state;
    return {
      id,
      version,
      calendarVersion: newest.version,
      name: state.name,
      timeZone: newest.timeZone,
      dayStarts: newest.dayStarts,
      dayEnds: newest.dayEnds,
      years: newest.years.map((year) => ({
        ...year,
        weekdays: [...year.weekdays],
        closed: [...year.closed],
        days: [...year.days],
      })),
      schools: schools
        .filter((s) => follows(s, id))
        .map((s) => ({ id: s.school_id, name: s.name })),
    };
  }
}
