import { tierPlan } from '#domain/cycle/due-days';
import type { CycleEvent } from '#domain/cycle/events';
import { cycleDecider } from '#domain/cycle/process';
import { processActor } from '#domain/decider';
import type { StreamRef } from '#domain/streams';
import { guardianNotice } from '#documents/notices/guardian-notice';
import type { CommandHandler } from '#event-store/command-handler';
import type { EventStore } from '#event-store/event-store';
import type { ReferenceData } from '#event-store/reference-data';
import type { DirectoryQueries } from '#read-models/directory/directory.query';

/** Tells a guardian what was decided; the text goes into the record as it was sent. */
export class GuardianNotices {
  constructor(
    private readonly store: EventStore,
    private readonly handler: CommandHandler,
    private readonly reference: ReferenceData,
    private readonly directory: DirectoryQueries,
  ) {}

  /** The notice that the cycle owes; none, and there is nothing to say. */
  async send(ref: StreamRef, key: string): Promise<void> {
    const { district } = ref;
    const { events } = await this.store.read<CycleEvent>(ref);
    const cycle = events.reduce(cycleDecider.evolve, cycleDecider.initial);
    if (cycle.status !== 'open' || !cycle.notice) return;
    const [student, schools, { ruleSet }] = await Promise.all([
      this.directory.student(district, cycle.studentId),
      this.directory.schools(district),
      this.reference.for(district, { ruleSet: cycle.ruleSet }),
    ]);
    if (!student || !ruleSet) throw new Error('the directory does not know the student yet');
    const { about } = cycle.notice;
    const tier = cycle.tier ?? 2;
    const plan = tierPlan(ruleSet, tier);
    const guardian = student.guardians[0];
    const notice = guardianNotice(
      {
        about,
        studentName: student.given_name,
        schoolName: schools.find((s) => s.school_id === cycle.schoolId)?.name ?? '',
        area: cycle.area,
        tier,
        sessionsPerWeek: plan.sessionsPerWeek,
        minutes: plan.minutes,
        probeEverySchoolWeeks: plan.probeEverySchoolWeeks,
      },
      guardian?.language ?? 'en',
    );
    await this.handler.handle(cycleDecider, ref, {
      type: 'NotifyGuardian',
      data: { about, guardianId: guardian?.guardianId ?? null, ...notice },
      key: `process/${ref.stream}/${key}`,
      actor: processActor,
    });
  }
}
