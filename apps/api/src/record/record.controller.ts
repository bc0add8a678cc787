import { Body, Controller, Param } from '@nestjs/common';
import { onDateRequest, type OnDateRequest } from '#contracts/referrals';
import {
  attachStatementRequest,
  decideAmendmentRequest,
  expungeBodyRequest,
  placeHoldRequest,
  recordOverview,
  requestAccessRequest,
  requestAmendmentRequest,
  requestDestructionRequest,
  type AttachStatementRequest,
  type DecideAmendmentRequest,
  type ExpungeBodyRequest,
  type PlaceHoldRequest,
  type RecordOverview,
  type RequestAccessRequest,
  type RequestAmendmentRequest,
  type RequestDestructionRequest,
} from '#contracts/record';
import type { RecordRequestCommand } from '#domain/record-request/events';
import { Destruction } from '#event-store/destruction';
import { Caller } from '../edge/caller.js';
import { Commands, Reads } from '../edge/route.js';
import { Submit } from '../submit.js';
import { RecordReader } from './record-reader.js';

const one = { kind: 'student', param: 'studentId' } as const;
const taken = { allow: 'take-record-request', about: one } as const;
const held = { allow: 'hold-record', about: one } as const;
const destroyed = { allow: 'destroy-record', about: one } as const;

/** A student's record as such: who asked to see or change it, what holds it, what of it is destroyed (domain.md 7). */
@Controller('v1/students/:studentId/record')
export class RecordController {
  constructor(
    private readonly reader: RecordReader,
    private readonly destruction: Destruction,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'readRecordRequests',
    says: 'What was asked about a student’s record, what holds it, and what of it is destroyed',
    allow: 'read-record-requests',
    about: one,
    answer: recordOverview,
  })
  read(
    @Caller() { district }: Caller,
    @Param('studentId') studentId: string,
  ): Promise<RecordOverview> {
    return this.reader.read(district, studentId);
  }

  @Commands({
    path: 'access-requests',
    id: 'requestRecordAccess',
    says: 'Somebody asked to see the record; 45 days',
    makes: true,
    ...taken,
  })
  requestAccess(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: requestAccessRequest }) body: RequestAccessRequest,
  ) {
    return this.ask(caller, studentId, (requestId) => ({
      type: 'RequestAccess',
      data: { requestId, ...body },
    }));
  }

  @Commands({
    path: 'access-requests/:requestId/given',
    id: 'giveRecordAccess',
    says: 'They have seen the record',
    ...taken,
  })
  giveAccess(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('requestId') requestId: string,
    @Body({ schema: onDateRequest }) { on }: OnDateRequest,
  ) {
    return this.step(caller, studentId, { type: 'GiveAccess', data: { requestId, on } });
  }

  @Commands({
    path: 'amendment-requests',
    id: 'requestAmendment',
    says: 'Somebody asked that facts of the record be amended',
    makes: true,
    ...taken,
  })
  requestAmendment(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: requestAmendmentRequest }) body: RequestAmendmentRequest,
  ) {
    return this.ask(caller, studentId, (requestId) => ({
      type: 'RequestAmendment',
      data: { requestId, ...body },
    }));
  }

  @Commands({
    path: 'amendment-requests/:requestId/decision',
    id: 'decideAmendment',
    says: 'Grant or deny an amendment, with the reason',
    judged: true,
    ...taken,
  })
  decideAmendment(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('requestId') requestId: string,
    @Body({ schema: decideAmendmentRequest }) body: DecideAmendmentRequest,
  ) {
    const data = { requestId, ...body };
    return this.step(caller, studentId, { type: 'DecideAmendment', data });
  }

  @Commands({
    path: 'amendment-requests/:requestId/statement',
    id: 'attachStatement',
    says: 'The guardian’s own words on a denied amendment, shown with it for ever',
    ...taken,
  })
  attachStatement(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('requestId') requestId: string,
    @Body({ schema: attachStatementRequest }) body: AttachStatementRequest,
  ) {
    const data = { requestId, ...body };
    return this.step(caller, studentId, { type: 'AttachStatement', data });
  }

  @Commands({
    path: 'holds',
    id: 'placeHold',
    says: 'Nothing of the record may be destroyed until the hold is lifted',
    makes: true,
    ...held,
  })
  placeHold(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: placeHoldRequest }) body: PlaceHoldRequest,
  ) {
    return this.ask(caller, studentId, (holdId) => ({
      type: 'PlaceHold',
      data: { holdId, ...body },
    }));
  }

  @Commands({
    path: 'holds/:holdId/lift',
    id: 'liftHold',
    says: 'A hold has ended',
    judged: true,
    ...held,
  })
  liftHold(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('holdId') holdId: string,
    @Body({ schema: onDateRequest }) { on }: OnDateRequest,
  ) {
    return this.step(caller, studentId, { type: 'LiftHold', data: { holdId, on } });
  }

  @Commands({
    path: 'destruction-requests',
    id: 'requestDestruction',
    says: 'The destruction of classes of the record was asked for',
    makes: true,
    ...destroyed,
  })
  requestDestruction(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: requestDestructionRequest }) body: RequestDestructionRequest,
  ) {
    return this.ask(caller, studentId, (requestId) => ({
      type: 'RequestDestruction',
      data: { requestId, ...body },
    }));
  }

  @Commands({
    path: 'destruction-requests/:requestId/destroy',
    id: 'destroyRecord',
    says: 'Destroy the classes of a request: their keys and bodies go for ever',
    judged: true,
    ...destroyed,
  })
  destroy(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('requestId') requestId: string,
  ) {
    const { district } = caller;
    const free = () => this.destruction.requireFree({ district, studentId }, requestId);
    return this.step(caller, studentId, { type: 'DestroyRecord', data: { requestId } }, free);
  }

  @Commands({
    path: 'destruction-requests/:requestId/complete',
    id: 'completeDestruction',
    says: 'The last backup that held a copy has aged out: the certificate',
    judged: true,
    ...destroyed,
  })
  complete(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('requestId') requestId: string,
  ) {
    return this.step(caller, studentId, { type: 'CompleteDestruction', data: { requestId } });
  }

  @Commands({
    path: 'expunged',
    id: 'expungeBody',
    says: 'Expunge what one event says; that it happened stays',
    judged: true,
    ...destroyed,
  })
  expunge(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: expungeBodyRequest }) data: ExpungeBodyRequest,
  ) {
    const { district } = caller;
    const own = () => this.destruction.requireOwnFact({ district, studentId }, data);
    return this.step(caller, studentId, { type: 'ExpungeBody', data }, own);
  }

  /** A command that names what it makes: the id derives from the caller's key. */
  private async ask(
    caller: Caller,
    studentId: string,
    command: (id: string) => RecordRequestCommand,
  ) {
    const id = this.submit.idFor(caller);
    return { ...(await this.submit.to(caller, 'record-request', studentId, command(id))), id };
  }

  private step(
    caller: Caller,
    studentId: string,
    command: RecordRequestCommand,
    provided?: () => Promise<void>,
  ) {
    return this.submit.to(caller, 'record-request', studentId, command, provided);
  }
}
