import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { Recorded, Reference, ReferenceNeeds } from '#domain/decider';
import type { JurisdictionChoice } from '#domain/legal-clock/pack';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { streamId, type StreamId } from '#domain/streams';
import type { EventStore } from './event-store.js';

/** The published versions of a document, folded from its stream; the domain brings these (`calendar/`, `rule-set/`). */
export type ReferenceFolds = {
  calendar: (events: readonly Recorded[]) => ReadonlyMap<number, SchoolCalendar>;
  ruleSet: (events: readonly Recorded[]) => ReadonlyMap<number, RuleSetDocument>;
};

/** A decision names a document or a version that was never published. */
export class ReferenceMissing extends Error {
  constructor(
    readonly stream: StreamId,
    readonly version: number | 'newest',
  ) {
    super(`${stream} has no published version ${version === 'newest' ? 'yet' : version}`);
    this.name = 'ReferenceMissing';
  }
}

type Document<T> = {
  events: readonly Recorded[];
  version: number;
  versions: ReadonlyMap<number, T>;
};

/** What decisions read beside their own stream: immutable, published documents and the district's settings. */
export abstract class ReferenceData {
  abstract for(district: string, needs: ReferenceNeeds): Promise<Reference>;
}

/**
 * Reads them from their streams. A pinned version never changes and is read once; the newest calendar is looked for
 * each time, because a closure may have been declared a moment ago.
 */
export class StoredReferenceData extends ReferenceData {
  private readonly districts = new Map<string, Reference['district']>();
  private readonly calendars = new Map<string, Document<SchoolCalendar>>();
  private readonly ruleSets = new Map<string, Document<RuleSetDocument>>();
  private readonly jurisdictions = new Map<
    string,
    { version: number; chosen: JurisdictionChoice | null }
  >();

  constructor(
    private readonly store: EventStore,
    private readonly folds: ReferenceFolds,
  ) {
    super();
  }

  async for(
    district: string,
    { calendar, previousCalendar, ruleSet, jurisdiction }: ReferenceNeeds,
  ): Promise<Reference> {
    const reference: Reference = { district: await this.district(district) };
    if (calendar) reference.calendar = await this.calendar(district, calendar);
    if (previousCalendar)
      reference.previousCalendar = await this.calendar(district, previousCalendar);
    if (ruleSet)
      reference.ruleSet = await this.version(
        district,
        streamId('rule-set', ruleSet.id),
        ruleSet.version,
        this.ruleSets,
        this.folds.ruleSet,
      );
    const chosen = jurisdiction && (await this.jurisdiction(district));
    if (chosen) reference.jurisdiction = chosen;
    return reference;
  }

  private calendar(
    district: string,
    { id, version }: { id: string; version?: number },
  ): Promise<SchoolCalendar> {
    const stream = streamId('calendar', id);
    return this.version(district, stream, version ?? 'newest', this.calendars, this.folds.calendar);
  }

  private async version<T>(
    district: string,
    stream: StreamId,
    version: number | 'newest',
    known: Map<string, Document<T>>,
    fold: (events: readonly Recorded[]) => ReadonlyMap<number, T>,
  ): Promise<T> {
    const key = `${district}/${stream}`;
    let document = known.get(key);
    if (version === 'newest' || !document?.versions.has(version)) {
      const { events: newer, ...read } = await this.store.read(
        { district, stream },
        { after: document?.version ?? 0 },
      );
      if (!document || newer.length > 0) {
        const events = [...(document?.events ?? []), ...newer];
        document = { events, version: read.version, versions: fold(events) };
        known.set(key, document);
      }
    }
    const found = document!.versions.get(
      version === 'newest' ? Math.max(0, ...document!.versions.keys()) : version,
    );
    if (!found) throw new ReferenceMissing(stream, version);
    return found;
  }

  /** The last choice; looked for each time from where the district's own stream was read to. */
  private async jurisdiction(id: string): Promise<JurisdictionChoice | null> {
    const known = this.jurisdictions.get(id);
    const { events, version } = await this.store.read(
      { district: id, stream: streamId('district', id) },
      { after: known?.version ?? 0 },
    );
    const last = events.findLast((event) => event.type === 'JurisdictionChosen');
    const chosen = last ? (last.data as JurisdictionChoice) : (known?.chosen ?? null);
    this.jurisdictions.set(id, { version, chosen });
    return chosen && { jurisdiction: chosen.jurisdiction, parameters: chosen.parameters };
  }

  /** Settled with the first event of the district's own stream; until then only the log's mode is known. */
  private async district(id: string): Promise<Reference['district']> {
    const known = this.districts.get(id);
    if (known) return known;
    const { events } = await this.store.read({ district: id, stream: streamId('district', id) });
    const founded = events.find((event) => event.type === 'DistrictFounded');
    if (!founded) {
      const { sandbox } = await this.store.clockOf(id);
      return { id, timeZone: 'UTC', sandbox };
    }
    const { mode, timeZone } = founded.data as { mode: 'sandbox' | 'live'; timeZone: string };
    const settings = { id, timeZone, sandbox: mode === 'sandbox' };
    this.districts.set(id, settings);
    return settings;
  }
}
