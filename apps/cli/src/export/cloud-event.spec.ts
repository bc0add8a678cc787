import { expect, test } from 'vitest';
import { recorded } from '#testing/given';
import { cloudEvent } from './cloud-event.js';

const district = '10000000-0000-4000-8000-000000000001';
const probe = recorded({ type: 'ProbeRecorded', data: { value: 40 } }, 7);
const hashes = { contentHash: 'ab', chainHash: 'cd', subjectId: null, isSealed: false };

test('an event is a CloudEvent 1.0: its attributes are named and typed as the specification wants', () => {
  const event = cloudEvent(district, { event: probe, recordClass: 2, ...hashes }, true);
  expect(event).toMatchObject({
    specversion: '1.0',
    id: probe.id,
    source: `urn:aimline:district:${district}`,
    type: 'aimline.ProbeRecorded',
    subject: probe.stream,
    time: probe.occurredAt,
    sequence: '0000000000000007',
    recordclass: 'intervention',
    datacontenttype: 'application/json',
    data: { value: 40 },
  });
  for (const [name, value] of Object.entries(event)) {
    expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    if (name !== 'data') expect(['string', 'number', 'boolean']).toContain(typeof value);
  }
});

test('a body that is gone has no data, and says which decision it was', () => {
  const { data: _, ...envelope } = probe;
  const gone = { ...envelope, data: null, meta: { outcome: 'on_track' } };
  const event = cloudEvent(district, { event: gone, recordClass: 2, ...hashes }, true);
  expect(event).toMatchObject({ gone: true, outcomecodes: '{"outcome":"on_track"}' });
  expect(event).not.toHaveProperty('data');
  expect(event).not.toHaveProperty('datacontenttype');
});

test('without data no body leaves, and nothing else is missing', () => {
  const logged = { event: probe, recordClass: null, ...hashes };
  const { data: _, datacontenttype: __, ...rest } = cloudEvent(district, logged, true);
  expect(cloudEvent(district, logged, false)).toEqual(rest);
});
