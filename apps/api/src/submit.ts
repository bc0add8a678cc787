import { Injectable } from '@nestjs/common';
import type { AccessCommand } from '#domain/access/events';
import type { CalendarCommand } from '#domain/calendar/commands';
import type { CycleCommand } from '#domain/cycle/commands';
import type { DistrictCommand } from '#domain/district/events';
import type { GroupCommand } from '#domain/group/events';
import type { ImportCommand } from '#domain/import/events';
import type { InterventionCommand } from '#domain/intervention/events';
import type { ReferralCommand } from '#domain/referral/events';
import type { RecordRequestCommand } from '#domain/record-request/events';
import { deciders } from '#domain/registry';
import type { RuleSetCommand } from '#domain/rule-set/commands';
import type { SchoolCommand } from '#domain/school/events';
import type { ScreeningWindowCommand } from '#domain/screening-window/events';
import type { StaffCommand } from '#domain/staff/events';
import { streamId, type StreamKind } from '#domain/streams';
import type { StudentCommand } from '#domain/student/events';
import { CommandHandler } from '#event-store/command-handler';
import type { Answer } from '#event-store/event-store';
import { commandId } from '#event-store/ids';
import type { Caller } from './edge/caller.js';

/** Which commands each kind of stream takes. */
type CommandsOf = {
  district: DistrictCommand;
  school: SchoolCommand;
  staff: StaffCommand;
  calendar: CalendarCommand;
  intervention: InterventionCommand;
  'rule-set': RuleSetCommand;
  student: StudentCommand;
  'screening-window': ScreeningWindowCommand;
  cycle: CycleCommand;
  group: GroupCommand;
  referral: ReferralCommand;
  access: AccessCommand;
  'record-request': RecordRequestCommand;
  import: ImportCommand;
} & Record<StreamKind, { type: string; data: object }>;

/** Hands a caller's command to the one CommandHandler, under the key of architecture.md 9. */
@Injectable()
export class Submit {
  constructor(private readonly handler: CommandHandler) {}

  /** A command to a stream that is there; `provided` may refuse a new one by what other streams say. */
  to<K extends StreamKind>(
    caller: Caller,
    kind: K,
    id: string,
    command: CommandsOf[K],
    provided?: () => Promise<void>,
  ): Promise<Answer> {
    return this.keyed(caller, kind, id, keyOf(caller), command, provided);
  }

  /** A command that makes a stream: its id derives from the command's, so that a retry means the same one. */
  async make<K extends StreamKind>(
    caller: Caller,
    kind: K,
    command: CommandsOf[K],
  ): Promise<Answer & { id: string }> {
    const id = this.idFor(caller);
    return { ...(await this.keyed(caller, kind, id, keyOf(caller), command)), id };
  }

  /** The id of what a caller's command makes: the same one for a retry. */
  idFor(caller: Caller): string {
    return commandId(caller.district, `${keyOf(caller)}/new`);
  }

  async keyed<K extends StreamKind>(
    caller: Caller,
    kind: K,
    id: string,
    key: string,
    { type, data }: CommandsOf[K],
    provided?: () => Promise<void>,
  ): Promise<Answer> {
    const { expected } = caller;
    return this.handler.handle(
      deciders[kind],
      { district: caller.district, stream: streamId(kind, id) },
      {
        type,
        data,
        key,
        actor: { id: caller.staff.id, role: caller.staff.role },
      },
      {
        ...(provided && { provided }),
        ...(expected !== undefined && key === keyOf(caller) && { expected }),
      },
    );
  }
}

function keyOf({ staff, route, idempotencyKey }: Caller): string {
  return `http/${staff.id}/${route}/${idempotencyKey ?? ''}`;
}
