import { setTimeout as pause } from 'node:timers/promises';
import { DistrictKeys } from '#event-store/district-keys';
import { Busy, StoreUnavailable, VersionConflict } from '#event-store/errors';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, noted, request } from '../contracts/event-store.contract.js';
import type { Given, Told } from './messages.js';

// One writer of the campaign, to be killed at any moment: some callers, each of which appends to streams that all share, one
// command after the other. It says what it asks before it asks, and what it was answered.

const callers = 6;
const given = JSON.parse(process.argv[2]!) as Given;
const keys = new DistrictKeys(Buffer.from(given.masterKey, 'hex'));
const store = new PostgresEventStore({ url: given.url, keys, bodies: noteBodies(given.url) });
const { district, streams } = given;
const versions = new Map<string, number>();
let stopping = false;
process.once('message', () => (stopping = true));
process.once('disconnect', () => process.exit(1)); // whoever started it is gone

await Promise.all(Array.from({ length: callers }, (_, caller) => write(caller)));
await store.close();
process.disconnect();

async function write(caller: number): Promise<void> {
  for (let n = 0; !stopping; n += 1) {
    const [own, other] = [chosen(), chosen()];
    const expected = Math.random() < 0.6 ? (versions.get(own) ?? 0) : null;
    const two = other !== own && Math.random() < 0.3;
    const events = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => noted());
    const asked = request(
      keys,
      { district, stream: own },
      {
        key: `${given.name}/${caller}/${n}`,
        expected: expected ?? 'any',
        events,
        others: two ? [{ stream: other, expect: 'exists', events: [noted()] }] : [],
      },
    );
    const { commandId } = asked.command.meta;
    await tell({
      asked: {
        commandId,
        invoked: String(process.hrtime.bigint()),
        streams: [
          { stream: own, expected, events: events.length },
          ...(two ? [{ stream: other, expected: null, events: 1 }] : []),
        ],
      },
    });
    const outcome = await answered(asked, own);
    await tell({ answered: { commandId, at: String(process.hrtime.bigint()), outcome } });
  }
}

/** Asks until there is an answer: what broke off may have gone in, and the same command again is harmless. */
async function answered(asked: Parameters<typeof store.append>[0], own: string) {
  for (;;)
    try {
      const { version, events } = await store.append(asked);
      versions.set(own, version);
      return { is: 'ok' as const, position: events[0]!.position };
    } catch (error) {
      if (error instanceof VersionConflict) {
        versions.set(error.ref.stream, error.actual);
        return { is: 'refused' as const };
      }
      if (!(error instanceof StoreUnavailable || error instanceof Busy)) throw error;
      await pause(20);
    }
}

function chosen() {
  return streams[Math.floor(Math.random() * streams.length)]!;
}

function tell(told: Told): Promise<void> {
  return new Promise((ok, no) => process.send!(told, (error) => (error ? no(error) : ok())));
}
