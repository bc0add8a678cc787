import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { operatorActor, type Actor, type Recorded } from '#domain/decider';
import { deciders } from '#domain/registry';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { AppSchema1791000000001 } from '#platform/app/app-schema';
import { readModelMigrations } from '#read-models/migrations';
import { untilQuiet, type Unrest } from '#read-models/quiet';
import type { EngineActivities } from '#workflows/messages';
import { openEngine, type Engine } from '../../apps/worker/src/engine.js';
import { TemporalHost } from '../../apps/worker/src/temporal-host.js';
import { aCalendar } from './a-calendar.js';
import { freshDatabase, type FreshDatabase } from './database.js';
import { builtBundle, eventually } from './scripted-engine.js';

/** A reading cycle that a guardian asked for; the team owes a decision within five school days. */
export const aRequestedCycle = {
  grade: '2',
  area: 'reading',
  origin: { kind: 'guardian', concern: 'reads slowly' },
  previousCycleId: null,
  propose: { tier: 2, evidence: null, reason: 'guardian' },
} as const;

/**
 * The engine on real PostgreSQL and a real Temporal server, its parts to be stopped and started one by one, and a sandbox
 * district with a calendar of plain weekdays and the reading rules. `engine` takes commands and carries out activities
 * whatever is stopped.
 */
export class RunningEngine {
  readonly district = randomUUID();
  readonly ids = { calendar: randomUUID(), ruleSet: randomUUID(), school: randomUUID() };
  readonly calendar = { id: this.ids.calendar, version: 1 };
  readonly ruleSet = { id: this.ids.ruleSet, version: 1 };
  private subscriptions: Engine | undefined;
  private temporal: TemporalHost | undefined;
  private told = 0;

  private constructor(
    private readonly database: FreshDatabase,
    readonly masterKey: Buffer,
    readonly taskQueue: string,
    readonly engine: Engine,
    /** The owner's hand, behind the application's back. */
    readonly behind: pg.Pool,
  ) {}

  static async open(): Promise<RunningEngine> {
    const database = await freshDatabase();
    await database.migrate([...readModelMigrations, AppSchema1791000000001]);
    const [masterKey, taskQueue] = [randomBytes(32), `engine-${randomUUID()}`];
    const engine = anEngine(database.url, masterKey, taskQueue);
    engine.progress.start();
    const behind = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
    behind.on('error', () => undefined); // dropping the database ends what is still closing
    return new RunningEngine(database, masterKey, taskQueue, engine, behind);
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  get ownerUrl(): string {
    return this.database.ownerUrl;
  }

  async close(): Promise<void> {
    await this.stopTemporal();
    await this.stopSubscriptions();
    await this.engine.stop();
    await this.behind.end();
    await this.database.drop();
  }

  startSubscriptions(): void {
    this.subscriptions = anEngine(this.database.url, this.masterKey, this.taskQueue);
    this.subscriptions.start();
  }

  async stopSubscriptions(): Promise<void> {
    await this.subscriptions?.stop();
    this.subscriptions = undefined;
  }

  /**
   * @param activities the engine's own unless a test makes one of them fail
   * @param bundle the workflows as built, unless a test runs those of another build
   */
  startTemporal(
    activities: EngineActivities = this.engine.activities,
    { bundle = builtBundle, metricsAddress }: { bundle?: string; metricsAddress?: string } = {},
  ): void {
    this.temporal = new TemporalHost({
      address: inject('temporalAddress'),
      namespace: inject('temporalNamespace'),
      taskQueue: this.taskQueue,
      activities,
      metricsAddress,
      bundle,
      say: (line) => console.error(line),
    });
    this.temporal.start();
  }

  async stopTemporal(): Promise<void> {
    await this.temporal?.stop();
    this.temporal = undefined;
  }

  /** Founds the district on Monday, September 1, 2025, at seven in the morning. */
  async found(): Promise<void> {
    const startsAt = '2025-09-01T12:00:00.000Z';
    await this.engine.store.foundDistrict(this.district, { startsAt });
    await this.tell(streamId('district', this.district), 'FoundDistrict', {
      name: 'Lindenfield',
      mode: 'sandbox',
      timeZone: 'America/Chicago',
      identifier: null,
      clockStartsAt: startsAt,
    });
    await this.tell(
      streamId('calendar', this.ids.calendar),
      'PublishCalendar',
      aCalendar('2025–26'),
    );
    await this.tell(streamId('rule-set', this.ids.ruleSet), 'DraftRuleSet', {
      document: defaultRuleSets.reading,
    });
    await this.tell(streamId('rule-set', this.ids.ruleSet), 'PublishRuleSet', {
      effectiveFrom: '2025-08-20',
    });
    await this.openSchool(this.ids.school, 'Alder Elementary');
  }

  openSchool(school: string, name: string) {
    return this.tell(streamId('school', school), 'OpenSchool', {
      name,
      identifier: null,
      sourcedId: null,
      grades: ['1', '2', '3'],
      calendarId: this.ids.calendar,
    });
  }

  /** Enrols an invented student at the school; the answer is the student's id. */
  async enrol(name = { given: 'Robin', middle: null, family: 'Ember' }): Promise<string> {
    const studentId = randomUUID();
    await this.tell(streamId('student', studentId), 'EnrolStudent', {
      name,
      birthDate: null,
      grade: '2',
      schoolId: this.ids.school,
      ids: { local: studentId.slice(0, 8), state: null, sourcedId: null },
      on: '2025-08-20',
    });
    return studentId;
  }

  /** A cycle just proposed; give the parts that the test is about. */
  async openCycle(studentId: string = randomUUID(), parts: object = {}): Promise<StreamId> {
    const cycle = streamId('cycle', randomUUID());
    await this.tell(cycle, 'OpenCycle', {
      studentId,
      schoolId: this.ids.school,
      ruleSet: this.ruleSet,
      calendar: this.calendar,
      ...aRequestedCycle,
      ...parts,
    });
    return cycle;
  }

  tell(stream: StreamId, type: string, data: object, actor: Actor = operatorActor) {
    const key = `test/${this.told++}`;
    const to = { district: this.district, stream };
    return this.engine.handler.handle(deciders[kindOf(stream)], to, { type, data, key, actor });
  }

  /** Steps the clock; nobody waits for anything. */
  advance(to: string) {
    return this.tell(streamId('district', this.district), 'AdvanceClock', { to });
  }

  /** Waits until the engine owes nothing. A subscription has a row from its first start on: before, it is not "behind". */
  async untilQuiet(patienceMs = 40_000): Promise<Unrest> {
    await eventually(async () => {
      const { subscriptions } = await this.engine.progress.headsAndLags(this.district);
      return subscriptions.length === 3;
    });
    const moment = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    return untilQuiet(this.engine.db, this.district, moment, patienceMs);
  }

  /** Waits until views and reactions have passed the head of the log, as it is when all of them have come to rest. */
  async untilViewed(): Promise<number> {
    const subscriptions = ['read-models', 'reactor'];
    for (;;) {
      const head = await this.engine.store.head(this.district);
      const wait = { subscriptions, timeoutMs: 20_000 };
      if (!(await this.engine.progress.waitForPosition(this.district, head, wait)))
        throw new Error(`the views have not passed position ${head}`);
      if ((await this.engine.store.head(this.district)) === head) return head;
    }
  }

  async facts(stream: StreamId): Promise<readonly Recorded[]> {
    return (await this.engine.store.read({ district: this.district, stream })).events;
  }

  /** The open runs of this district, by Temporal's own list, which lags behind by a moment. */
  async runs(): Promise<string[]> {
    const query = `ExecutionStatus = 'Running' and TaskQueue = '${this.taskQueue}'`;
    const found: string[] = [];
    for await (const { workflowId } of this.engine.client.workflow.list({ query }))
      found.push(workflowId);
    return found;
  }
}

/** In the project `int` there is no Temporal server: the dispatcher waits for one, and nothing else does. */
const nowhere = '127.0.0.1:1';

function anEngine(databaseUrl: string, masterKey: Buffer, taskQueue: string): Engine {
  return openEngine({
    databaseUrl,
    masterKey,
    temporalAddress: inject('temporalAddress') ?? nowhere,
    namespace: inject('temporalNamespace') ?? 'none',
    taskQueue,
    say: (line) => console.error(line),
  });
}
