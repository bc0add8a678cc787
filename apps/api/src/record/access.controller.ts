import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  accessPage,
  discloseRecordRequest,
  type AccessEntry,
  type DiscloseRecordRequest,
} from '#contracts/access';
import { pageQuery, type Page, type PageQuery } from '#contracts/page';
import type { AccessEvent } from '#domain/access/events';
import type { Recorded } from '#domain/decider';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Caller } from '../edge/caller.js';
import { Commands, Reads } from '../edge/route.js';
import { type NameBook, Names } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Submit } from '../submit.js';

const one = { kind: 'student', param: 'studentId' } as const;

/** Who saw a student's file, and to whom outside the schools something of it was given (34 CFR 99.32). */
@Controller('v1/students/:studentId/record')
export class AccessController {
  constructor(
    private readonly store: EventStore,
    private readonly names: Names,
    private readonly submit: Submit,
  ) {}

  @Reads({
    path: 'access',
    id: 'listRecordAccess',
    says: 'Who saw a student’s file, and to whom it was disclosed; the newest first',
    allow: 'read-record-requests',
    about: one,
    answer: accessPage,
  })
  async list(
    @Caller() { district }: Caller,
    @Param('studentId') studentId: string,
    @Query({ schema: pageQuery }) { after, limit }: PageQuery,
  ): Promise<Page<AccessEntry>> {
    const stream = streamId('access', studentId);
    const { events } = await this.store.read<AccessEvent>({ district, stream });
    // By version, not by place: reading the list is itself a look that may come in between two pages.
    const before = Number(cursorOf(after)?.['version'] ?? Infinity);
    const older = events
      .toReversed()
      .filter(isLook)
      .filter(({ version }) => version < before);
    const names = await this.names.of(district);
    return pageOf(
      older,
      limit,
      ({ version }) => ({ version: String(version) }),
      (event) => shown(event, names),
    );
  }

  @Commands({
    path: 'disclosures',
    id: 'discloseRecord',
    says: 'Something of the record was given to somebody outside, with their interest in it',
    allow: 'take-record-request',
    about: one,
  })
  disclose(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: discloseRecordRequest }) body: DiscloseRecordRequest,
  ) {
    const data = { studentId, ...body };
    return this.submit.to(caller, 'access', studentId, { type: 'DiscloseRecord', data });
  }
}

/** The count before an export is the log's own; the look or the disclosure stands beside it. */
type Look = Recorded<Exclude<AccessEvent, { type: 'StudentEventsCounted' }>>;
const isLook = (event: Recorded<AccessEvent>): event is Look =>
  event.type !== 'StudentEventsCounted';

function shown(event: Look, names: NameBook): AccessEntry {
  const { id: eventId, actor, data } = event;
  const entry = { eventId, on: data.on, by: names.actor(actor) };
  switch (event.type) {
    case 'FileViewed':
      return { kind: 'viewed', ...entry, purpose: event.data.purpose };
    case 'RecordDisclosed': {
      const { to, interest } = event.data;
      return { kind: 'disclosed', ...entry, to, interest };
    }
  }
}
