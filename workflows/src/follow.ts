import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { DutyKind } from '#domain/obligation';
import type { StreamRef } from '#domain/streams';
import { engine } from './engine.js';
import { nudge, waitingFor, type Due, type Looked, type Rung } from './messages.js';

/** The process's own work: which activity fulfils a duty that the process itself owes. */
export type Works = Partial<
  Record<DutyKind, (ref: StreamRef, due: { key: string }) => Promise<Looked>>
>;

/** A stage names what it waits for; it ends when the process has left it. */
export type Stages<Stage extends string = string> = Record<
  Stage,
  (process: Process) => Promise<void>
>;

/** A run older than this many history events starts anew (temporal.md 1.4). */
const longRun = 600;

/** If a due rung changes nothing, the next look comes with a nudge or after this time, so that nothing spins. */
const unmoved = '1 minute';

/**
 * Accompanies one process from stage to stage until it is closed. The run holds no state of its own: it can be
 * terminated at any moment and started again from the log.
 */
export async function follow<Stage extends string>(
  ref: StreamRef,
  stages: Stages<Stage>,
  works: Works = {},
): Promise<void> {
  const process = new Process(ref, works);
  await process.begin();
  while (process.isOpen()) {
    const stage = (stages as Partial<Stages>)[process.stage];
    // A stage that this code does not know (a newer domain) is still waited for: its duties are stepped all the same.
    await (stage ? stage(process) : process.waitFor());
  }
}

/** What a run knows of its process, and how it waits. */
export class Process {
  private looked: Looked = {
    position: -1,
    version: 0,
    status: 'open',
    stage: '',
    chapter: '',
    duties: [],
  };
  private chapter = '';
  private wanted = 0;
  private named: Rung | undefined;
  private reload = false;
  private timer: { due: Due; fired: boolean; scope: CancellationScope } | undefined;

  constructor(
    private readonly ref: StreamRef,
    private readonly works: Works,
  ) {
    setHandler(nudge, (n) => {
      this.wanted = Math.max(this.wanted, n.position);
      this.named = n.due ?? this.named;
      this.reload ||= n.reload === true;
    });
    setHandler(waitingFor, () => this.looked);
  }

  get stage(): string {
    return this.looked.stage;
  }

  isOpen(): boolean {
    return this.looked.status === 'open';
  }

  async begin(): Promise<void> {
    await this.see(() => engine.lookAt(this.ref));
    this.chapter = this.looked.chapter;
  }

  /**
   * Waits side by side for every named duty of the present stage: until each is met or its silence is recorded, or the
   * process has moved on. Duties that are not named are stepped as well when they are due.
   */
  async waitFor(...kinds: readonly DutyKind[]): Promise<void> {
    const stage = this.stage;
    do await this.turn();
    while (this.isOpen() && this.stage === stage && this.owes(kinds));
  }

  private owes(kinds: readonly DutyKind[]): boolean {
    return kinds.length === 0 || this.looked.duties.some((due) => kinds.includes(due.kind));
  }

  /** One step of time: a due rung is taken, or the run sleeps until the nearest rung, a nudge or a reload. */
  private async turn(): Promise<void> {
    const due = this.rungToTake();
    if (due) return this.step(due);
    this.arm(this.looked.duties[0]);
    await condition(
      () => this.wanted > this.looked.position || this.reload || this.timer?.fired === true,
    );
    if (!this.reload && !this.rungToTake()) await this.see(() => engine.lookAt(this.ref));
    await this.renewIfDue();
  }

  /** The rung that a nudge named, or the nearest one if it is due by what was seen or by its timer. */
  private rungToTake(): Rung | undefined {
    if (this.named) return this.named;
    const next = this.looked.duties[0];
    if (!next) return undefined;
    const fired = this.timer?.fired === true && this.timer.due.key === next.key;
    return next.waitMs === 0 || fired ? next : undefined;
  }

  private async step(due: Rung): Promise<void> {
    this.disarm();
    this.named = undefined;
    const before = this.looked;
    const work = this.works[due.kind];
    await this.see(() => (work ? work(this.ref, due) : engine.stepDue(this.ref, due)));
    if (this.isStuck(due, before.version))
      await condition(() => this.wanted > this.looked.position || this.reload, unmoved);
    await this.renewIfDue();
  }

  /** By the stream's own version, not the log's position: the district goes on writing meanwhile. */
  private isStuck(due: Rung, versionBefore: number): boolean {
    const next = this.looked.duties[0];
    return next?.key === due.key && next.waitMs === 0 && this.looked.version === versionBefore;
  }

  /**
   * Takes over what an activity saw. A position below the one that was asked for means that PostgreSQL went back in time
   * (a restore): it is trusted, unless a newer nudge arrived meanwhile.
   */
  private async see(look: () => Promise<Looked>): Promise<void> {
    const asked = this.wanted;
    const looked = await look();
    if (looked.position < asked && this.wanted === asked) this.wanted = looked.position;
    this.looked = looked;
  }

  /** Keeps the running timer where duty and instant are unchanged: each new one costs two history events. */
  private arm(due: Due | undefined): void {
    const same =
      this.timer && due && this.timer.due.key === due.key && this.timer.due.at === due.at;
    if (same && !this.timer?.fired) return;
    this.disarm();
    if (!due || due.waitMs === null) return;
    const armed = { due, fired: false, scope: new CancellationScope() };
    const waitMs = Math.max(1, due.waitMs);
    this.timer = armed;
    void armed.scope
      .run(() => sleep(waitMs))
      .then(
        () => {
          armed.fired = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  private disarm(): void {
    this.timer?.scope.cancel();
    this.timer = undefined;
  }

  /** Short runs: a new one at each new chapter, when the history is long, and on the code of a new deploy. */
  private async renewIfDue(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const turned = this.looked.chapter !== this.chapter;
    if (!this.isOpen()) return;
    if (!this.reload && !turned && !continueAsNewSuggested && historyLength <= longRun) return;
    await condition(allHandlersFinished);
    await continueAsNew<(ref: StreamRef) => Promise<void>>(this.ref);
  }
}
