import { Body, Controller } from '@nestjs/common';
import {
  advanceClockRequest,
  chooseJurisdictionRequest,
  clock,
  district,
  status,
  type AdvanceClockRequest,
  type ChooseJurisdictionRequest,
  type Clock,
  type District,
  type Status,
} from '#contracts/districts';
import { requireNothingDueBefore } from '#domain/district/clock-step';
import type { DistrictEvent } from '#domain/district/events';
import { evolve, initial, type District as DistrictState } from '#domain/district/state';
import { packOf } from '#domain/legal-clock/packs';
import { instantOf } from '#domain/time';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Progress } from '#event-store/subscription/progress';
import { Caller } from '../edge/caller.js';
import { Commands, Reads } from '../edge/route.js';
import { Positions } from '../live/positions.js';
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
    private readonly positions: Positions,
  ) {}

  @Reads({
    path: 'district',
    id: 'readDistrict',
    says: 'The district',
    allow: 'read-district',
    answer: district,
  })
  async read(@Caller() { district: id }: Caller): Promise<District> {
    const [settings, { events, version }] = await Promise.all([
      this.settings.of(id),
      this.store.read<DistrictEvent>({ district: id, stream: streamId('district', id) }),
    ]);
    return { ...settings, jurisdiction: jurisdictionOf(events.reduce(evolve, initial)), version };
  }

  /** For requests from now on: a referral that is open keeps the clocks with which it began. */
  @Commands({
    path: 'district/jurisdiction',
    id: 'chooseJurisdiction',
    says: 'Choose whose legal clocks hold, and how counsel reads what the law leaves open',
    allow: 'choose-jurisdiction',
  })
  chooseJurisdiction(
    @Caller() caller: Caller,
    @Body({ schema: chooseJurisdictionRequest }) data: ChooseJurisdictionRequest,
  ) {
    const command = { type: 'ChooseJurisdiction' as const, data };
    return this.submit.to(caller, 'district', caller.district, command);
  }

  @Reads({
    path: 'clock',
    id: 'readClock',
    says: 'The district’s clock; stepped in a sandbox',
    allow: 'read-district',
    answer: clock,
  })
  async readClock(@Caller() { district: id }: Caller): Promise<Clock> {
    const [{ mode }, now, nextDueAt] = await Promise.all([
      this.settings.of(id),
      this.settings.today(id),
      this.views.duties.nextDueAt(id),
    ]);
    return { mode, ...now, nextDueAt };
  }

  /**
   * One step, not beyond the next moment at which something falls due: what is due earlier is done earlier, as it is
   * where time passes by itself. `aimline clock advance` goes any way by such steps, and waits until each is lived.
   */
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
    const step = days === undefined ? { to: momentOf(to!, timeZone) } : { days };
    const command = { type: 'AdvanceClock' as const, data: step };
    return this.submit.to(caller, 'district', caller.district, command, async () => {
      const { head } = await this.progress.headsAndLags(caller.district);
      await this.positions.reach(caller.district, head); // what is due is read from the views
      const [{ now }, nextDueAt] = await Promise.all([
        this.store.clockOf(caller.district),
        this.views.duties.nextDueAt(caller.district),
      ]);
      requireNothingDueBefore(step, now, nextDueAt);
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

function jurisdictionOf(district: DistrictState): District['jurisdiction'] {
  const chosen = district.status === 'founded' ? district.jurisdiction : null;
  const id = chosen?.jurisdiction ?? 'us';
  const { name, parameters } = packOf(id);
  const readings = Object.entries(parameters).map(([key, { default: value }]) => [key, value]);
  const inForce = { ...Object.fromEntries(readings), ...chosen?.parameters };
  return { id, name, chosen: chosen !== null, parameters: inForce };
}

/** A day means its first moment. */
function momentOf(to: string, timeZone: string): string {
  return to.length > 10 ? new Date(to).toISOString() : instantOf(to, '00:00', timeZone);
}
