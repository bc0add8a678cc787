import { afterAll, beforeAll, expect, test } from 'vitest';
import { deciders } from '#domain/registry';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { operatorActor } from '#domain/decider';
import { streamId } from '#domain/streams';
import { openRecord, type OpenRecord } from '#event-store/record';
import { Database } from '#platform/app/database';
import { viewsOf } from '#read-models/views';
import { apiConfig } from '#testing/an-api';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';
import { Pins } from './pins.js';

let world: ApiDistrict;
let record: OpenRecord;
let db: Database;

beforeAll(async () => {
  world = await apiDistrict();
  db = new Database(world.databaseUrl);
  record = openRecord(world.databaseUrl, apiConfig().AIMLINE_MASTER_KEY);
});
afterAll(async () => {
  await record.store.close();
  await db.close();
  await world.close();
});

test('rules published for next year leave the present ones in force until their day', async () => {
  const { district, ids } = world;
  const stream = streamId('rule-set', ids.ruleSet);
  const tell = (type: string, data: object) =>
    record.handler.handle(
      deciders['rule-set'],
      { district, stream },
      { type, data, key: `test/${type}`, actor: operatorActor },
    );
  const stricter = { ...defaultRuleSets.reading, name: 'Reading, stricter' };
  await tell('ReviseRuleSet', { document: stricter });
  await tell('PublishRuleSet', { effectiveFrom: '2026-08-12' });
  await world.settle();

  const pins = new Pins(viewsOf(db, record.store), record.store);
  const on = (day: string) => pins.ruleSetInForce(district, 'reading', '2', day);
  expect(await on('2025-08-19')).toBeNull();
  expect(await on('2025-09-02')).toEqual({ id: ids.ruleSet, version: 1 });
  expect(await on('2026-08-12')).toEqual({ id: ids.ruleSet, version: 2 });
  await tell('RetireRuleSet', { from: '2027-06-05', reason: 'new rules' });
  await world.settle();
  expect(await on('2027-06-04')).toEqual({ id: ids.ruleSet, version: 2 });
  expect(await on('2027-06-05')).toBeNull();
});
