import { cycleDecider } from '#domain/cycle/process';
import { processActor, type Pin } from '#domain/decider';
import type { Evidence } from '#domain/cycle/events';
import type { Grade } from '#domain/measure/measure';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { baseRateOf, classwide, screenStudent, type Screened } from '#domain/rule-set/screen';
import type { ScreeningWindowEvent, WindowPlan } from '#domain/screening-window/events';
import { screeningWindowDecider } from '#domain/screening-window/decide';
import { evolve, initial } from '#domain/screening-window/state';
import { streamId, uuidOf, type StreamRef } from '#domain/streams';
import type { CommandHandler } from '#event-store/command-handler';
import { ClaimTaken, IdReused, StreamNotFound } from '#event-store/errors';
import type { EventStore } from '#event-store/event-store';
import { commandId } from '#event-store/ids';
import type { ReferenceData } from '#event-store/reference-data';
import type { DirectoryQueries } from '#read-models/directory/directory.query';
import type { StudentRow } from '#read-models/directory/directory';
import type { ProcessQueries } from '#read-models/processes/processes.query';
import type { ScreeningQueries } from '#read-models/screening/screening.query';

type Plan = WindowPlan & { closedAt: number | null };
type Flagged = { student: StudentRow; screened: Screened; baseRate: number | null };

/**
 * The work of a window that no rung can do alone: it needs the scores of many students. What is read is pinned by a
 * position of the log, so that a retry, or a run years later, meets the same scores.
 */
export class ScreeningWork {
  constructor(
    private readonly store: EventStore,
    private readonly handler: CommandHandler,
    private readonly reference: ReferenceData,
    private readonly directory: DirectoryQueries,
    private readonly screening: ScreeningQueries,
    private readonly processes: ProcessQueries,
    private readonly viewPassed: (district: string, position: number) => Promise<void>,
  ) {}

  /** Closes the window on the scores known at the head of the log; students without one are recorded as missed. */
  async close(ref: StreamRef): Promise<void> {
    const plan = await this.plan(ref);
    const position = await this.store.head(ref.district);
    await this.viewPassed(ref.district, position);
    const expected = await this.expected(ref, plan);
    const screened = new Set((await this.scores(ref, plan, expected, position)).keys());
    const students = expected.map(({ student_id, grade }) => ({
      studentId: student_id,
      grade,
      screened: screened.has(student_id),
    }));
    await this.handler.handle(screeningWindowDecider, ref, {
      type: 'CloseWindow',
      data: { position, students },
      key: `process/${ref.stream}/close-window/0`,
      actor: processActor,
    });
  }

  /** Proposes a placement for each student below a cut, or a class-wide response where a class has too many of them. */
  async propose(ref: StreamRef): Promise<void> {
    const plan = await this.plan(ref);
    if (plan.closedAt === null) return;
    let proposed = 0;
    let alreadyInCycle = 0;
    for (const { ruleSet, grades } of plan.ruleSets) {
      const { ruleSet: rules } = await this.reference.for(ref.district, { ruleSet });
      const flagged = await this.flagged(ref, plan, grades, rules!);
      const kept = await this.withoutClasswide(ref, flagged, rules!);
      for (const one of kept) {
        if (await this.openCycle(ref, plan, ruleSet, one)) proposed += 1;
        else alreadyInCycle += 1;
      }
    }
    await this.handler.handle(screeningWindowDecider, ref, {
      type: 'CompleteProposals',
      data: { proposed, alreadyInCycle },
      key: `process/${ref.stream}/propose-placements/0`,
      actor: processActor,
    });
  }

  private async plan(ref: StreamRef): Promise<Plan> {
    const { events } = await this.store.read<ScreeningWindowEvent>(ref);
    const window = events.reduce(evolve, initial);
    if (window.status === 'none') throw new StreamNotFound(ref);
    const closed = events.find((event) => event.type === 'WindowClosed');
    return { ...window.plan, closedAt: closed?.data.position ?? null };
  }

  private expected({ district }: StreamRef, plan: Plan): Promise<StudentRow[]> {
    return this.directory.expected(
      district,
      plan.schoolId,
      plan.ruleSets.flatMap((r) => r.grades),
    );
  }

  /**
   * The students' scores in the window's measures between its first and last day, as of a position, by student. A student
   * who came from another school in between brings theirs along.
   */
  private async scores(ref: StreamRef, plan: Plan, students: readonly StudentRow[], asOf: number) {
    const documents = await Promise.all(
      plan.ruleSets.map(({ ruleSet }) => this.reference.for(ref.district, { ruleSet })),
    );
    const measures = documents.flatMap(({ ruleSet }) => measuresOf(ruleSet!, plan));
    const rows = await this.screening.scoresAsOf(ref.district, {
      studentIds: students.map((student) => student.student_id),
      measures: [...new Set(measures)],
      from: plan.opensOn,
      to: plan.makeUpsUntil,
      asOf,
    });
    return Map.groupBy(rows, (row) => row.student_id);
  }

  private async flagged(
    ref: StreamRef,
    plan: Plan,
    grades: readonly Grade[],
    rules: RuleSetDocument,
  ): Promise<Flagged[]> {
    const students = (await this.expected(ref, plan)).filter((s) => grades.includes(s.grade));
    const scores = await this.scores(ref, plan, students, plan.closedAt!);
    const screened = students.map((student) => ({
      student,
      screened: screenStudent(
        (scores.get(student.student_id) ?? []).map(({ event_id, score }) => ({
          ...score,
          eventId: event_id,
        })),
        rules.screening,
        plan.season,
      ),
    }));
    const byGrade = Map.groupBy(screened, ({ student }) => student.grade);
    return screened.map((one) => ({
      ...one,
      baseRate: baseRateOf(byGrade.get(one.student.grade)!.map((s) => s.screened.tier)),
    }));
  }

  /**
   * Where a class has too many below the cut, core instruction is the question (science.md 3.1): its Tier 2 candidates get
   * no cycle of their own; whoever met a Tier 3 criterion is still brought before the team.
   */
  private async withoutClasswide(
    ref: StreamRef,
    all: readonly Flagged[],
    rules: RuleSetDocument,
  ): Promise<Flagged[]> {
    const { classwide: limits } = rules.screening;
    const unitOf = ({ student }: Flagged) =>
      limits.per === 'class'
        ? (student.homeroom ?? `grade ${student.grade}`)
        : `grade ${student.grade}`;
    const kept: Flagged[] = [];
    for (const [unit, members] of Map.groupBy(all, unitOf)) {
      const tiers = members.map((m) => m.screened.tier).filter((tier) => tier !== null);
      const below = tiers.filter((tier) => tier > 1).length;
      const signal = classwide({ below, screened: tiers.length }, limits).classwide === true;
      kept.push(
        ...members.filter(({ screened: { tier } }) => tier === 3 || (tier === 2 && !signal)),
      );
      if (!signal) continue;
      const { grade } = members[0]!.student;
      // A class may bear its teacher's name: the key names it by an id.
      const proposal = this.handler.handle(screeningWindowDecider, ref, {
        type: 'ProposeClasswideResponse',
        data: { unit, grade, below, screened: tiers.length, threshold: limits.threshold },
        key: `process/${ref.stream}/classwide/${commandId(uuidOf(ref.stream), `${grade}/${unit}`)}`,
        actor: processActor,
      });
      await proposal.catch(unlessSaidBefore);
    }
    return kept;
  }

  /** The window's own, unless the student's grade follows another. */
  private async calendarOf(district: string, plan: Plan, grade: Grade): Promise<Pin> {
    const followed = await this.processes.calendarOf(district, plan.schoolId, grade);
    return followed && followed.id !== plan.calendar.id ? followed : plan.calendar;
  }

  /** False if the student has an open cycle in the area already: that one goes on. */
  private async openCycle(
    ref: StreamRef,
    plan: Plan,
    ruleSet: { id: string; version: number },
    { student, screened, baseRate }: Flagged,
  ): Promise<boolean> {
    const { district } = ref;
    const windowId = uuidOf(ref.stream);
    const cycleId = commandId(windowId, `${student.student_id}/${plan.area}`);
    const evidence: Evidence = { scores: screened.scores, baseRate, gate: screened.gate };
    const submission = {
      type: 'OpenCycle' as const,
      data: {
        studentId: student.student_id,
        schoolId: plan.schoolId,
        grade: student.grade,
        area: plan.area,
        origin: { kind: 'screening' as const, windowId },
        ruleSet,
        calendar: await this.calendarOf(district, plan, student.grade),
        previousCycleId: null,
        propose: {
          tier: screened.tier!,
          evidence,
          reason: `screening ${plan.season} ${plan.schoolYear}`,
        },
      },
      key: `process/${ref.stream}/propose/${student.student_id}`,
      actor: processActor,
    };
    try {
      const to = { district, stream: streamId('cycle', cycleId) };
      await this.handler.handle(cycleDecider, to, submission);
      return true;
    } catch (error) {
      if (error instanceof ClaimTaken) return false;
      unlessSaidBefore(error);
      return true;
    }
  }
}

/** The key was used by a try before this one. Who is enrolled, and so the base rate, may have changed since: that stands. */
function unlessSaidBefore(error: unknown): void {
  if (!(error instanceof IdReused)) throw error;
}

function measuresOf(rules: RuleSetDocument, plan: Plan): string[] {
  return rules.screening.criteria
    .filter((criterion) => criterion.seasons.includes(plan.season))
    .map((criterion) => criterion.measure);
}
