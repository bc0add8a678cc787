import { Injectable } from '@nestjs/common';
import { mustBeOpen } from '#domain/group/context';
import { isMember, mustHaveRoom } from '#domain/group/decide/group';
import type { GroupEvent } from '#domain/group/events';
import { documents } from '#domain/group/obligations';
import { groupDecider } from '#domain/group/process';
import { streamId } from '#domain/streams';
import type { LocalDate } from '#domain/time';
import { EventStore } from '#event-store/event-store';
import { ReferenceData } from '#event-store/reference-data';

/** Whether a group can take one more, as the log has it now. */
@Injectable()
export class GroupPlaces {
  constructor(
    private readonly store: EventStore,
    private readonly reference: ReferenceData,
  ) {}

  /**
   * Throws `RuleBroken` (group-not-formed, group-dissolved, group-full) for a phase whose group would not take the student:
   * who starts it hears so at once. A place that is lost between this look and the reaction ends the phase again.
   */
  async mustTake(
    district: string,
    groupId: string,
    cycleId: string,
    from: LocalDate,
  ): Promise<void> {
    const ref = { district, stream: streamId('group', groupId) };
    const { events } = await this.store.read<GroupEvent>(ref);
    const group = mustBeOpen(events.reduce(groupDecider.evolve, groupDecider.initial));
    if (isMember(group, cycleId)) return;
    const { rules } = documents(await this.reference.for(district, groupDecider.needs(group)));
    mustHaveRoom(group, from, rules);
  }
}
