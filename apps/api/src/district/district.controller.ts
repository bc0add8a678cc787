import { Body, Controller } from '@nestjs/common';
import {
  advanceClockRequest,
  clock,
  district,
  status,
  type AdvanceClockRequest,
  type Clock,
  type District,
  type Status,
} from '#contracts/districts';
import { addDays, instantOf, localDateOf } from '#domain/time';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Progress } from '#event-store/subscription/progress';
import { Caller } from '../edge/caller.js';
import { Commands, Reads } from '../edge/route.js';
import { Settings } from '../settings.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

@Controller('v1')
export class DistrictController {
  constructor(
    private readonly store: EventStore,
    private readonly settings: Settings,
    private readonly submit: Submit,
    private readonly views: Views,
    private readonly progress: Progress,
  ) {}

  @Reads({
    path: 'district',
    id: 'readDistrict',
    says: 'The district',
    allow: 'read-district',
    answer: district,
  })
  async read(@Caller() { district: id }: Caller): Promise<District> {
    const [settings, { version }] = await Promise.all([
      this.settings.of(id),
      this.store.read({ district: id, stream: streamId('district', id) }),
    ]);
    return { ...settings, version };
  }

  @Reads({
    path: 'clock',
    id: 'readClock',
    says: 'The district’s clock; stepped in a sandbox',
    allow: 'read-district',
    answer: clock,
  })
  async readClock(@Caller() { district: id }: Caller): Promise<Clock> {
    const [{ mode }, now] = await Promise.all([this.settings.of(id), this.settings.today(id)]);
    return { mode, ...now };
  }

  /** Returns when the step is recorded, not when the engine is quiet: `aimline clock advance` waits for that. */
  @Commands({
    path: 'clock/advance',
    id: 'advanceClock',
    says: 'Move a sandbox’s clock forward',
    allow: 'advance-clock',
  })
  async advance(
    @Caller() caller: Caller,
    @Body({ schema: advanceClockRequest }) { to, days }: AdvanceClockRequest,
  ) {
    const { timeZone } = await this.settings.of(caller.district);
    const { now } = await this.store.clockOf(caller.district);
    const target = to ?? addDays(localDateOf(now, timeZone), days ?? 0);
    // A day means its morning hours' beginning; `days` keeps the time of day that the clock shows.
    const at =
      target.length > 10
        ? new Date(target).toISOString()
        : to === undefined
          ? new Date(Date.parse(now) + (days ?? 0) * 86_400_000).toISOString()
          : instantOf(target, '00:00', timeZone);
    return this.submit.to(caller, 'district', caller.district, {
      type: 'AdvanceClock',
      data: { to: at },
    });
  }

  @Reads({
    path: 'status',
    id: 'readStatus',
    says: 'Services, positions and lag',
    allow: 'read-status',
    answer: status,
  })
  async status(@Caller() { district: id }: Caller): Promise<Status> {
    const [open, lags] = await Promise.all([
      this.views.processes.openByKind(id),
      this.progress.headsAndLags(id),
    ]);
    const stopped = lags.subscriptions.filter((s) => s.status === 'stopped').map((s) => s.name);
    return {
      version: '0.1.0',
      head: lags.head,
      services: [
        { name: 'postgresql', ok: true, detail: null },
        {
          name: 'subscriptions',
          ok: lags.subscriptions.length > 0 && stopped.length === 0,
          detail: stopped.length > 0 ? stopped.join(', ') : null,
        },
      ],
      subscriptions: lags.subscriptions.map(({ name, position, behind }) => ({
        name,
        position,
        behind,
      })),
      open,
    };
  }
}
