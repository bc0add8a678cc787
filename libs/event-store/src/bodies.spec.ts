import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import { type BodyOf, Bodies } from './bodies.js';
import { keyOf, sealBytes } from './vault/sealed-box.js';
import { InMemoryVault } from './vault/vault.js';

const district = randomUUID();
const student = randomUUID();
const stream: StreamId = `student/${student}`;

const nobody = async () => new Map<StreamId, string>();

async function sealed(bodies: Bodies, data: object, of: Partial<BodyOf> = {}) {
  const event = { type: 'StudentRenamed', data };
  const named = { eventId: randomUUID(), stream, type: event.type, schemaVersion: 1, ...of };
  const seal = await bodies.sealer(district, [{ stream, event }], nobody);
  return { of: named, kept: seal(0, named) };
}

test('a name is nowhere in what is kept, and comes back', async () => {
  const bodies = new Bodies(new InMemoryVault());
  const { of, kept } = await sealed(bodies, { name: { given: 'Zebulon' } });
  expect(kept).toMatchObject({ subjectId: student, recordClass: 1 });
  expect(kept.body.toString('latin1')).not.toContain('Zebulon');
  const open = await bodies.opener(district, [kept]);
  expect(open(of, kept)).toEqual({ name: { given: 'Zebulon' } });
});

test('length tells a short story from a long one only in steps of 64 bytes', async () => {
  const bodies = new Bodies(new InMemoryVault());
  const lengthOf = async (data: object) => (await sealed(bodies, data)).kept.body.length;
  expect(await lengthOf({ tier: 2, why: 'a' })).toBe(await lengthOf({ tier: 3, why: 'abc' }));
  const lengths = new Set<number>();
  for (let n = 0; n < 200; n += 1) lengths.add(await lengthOf({ text: 'x'.repeat(n) }));
  expect([...lengths].map((length) => (length - 29) % 64)).toEqual([...lengths].map(() => 0));
  expect(lengths.size).toBeLessThanOrEqual(5);
});

test('a body that is moved to another event, or filed under another type, does not open', async () => {
  const bodies = new Bodies(new InMemoryVault());
  const { of, kept } = await sealed(bodies, { text: 'a' });
  const open = await bodies.opener(district, [kept]);
  const elsewhere: Partial<BodyOf>[] = [
    { eventId: randomUUID() },
    { stream: `student/${randomUUID()}` },
    { type: 'StudentEnrolled' },
    { schemaVersion: 2 },
  ];
  for (const other of elsewhere) expect(() => open({ ...of, ...other }, kept)).toThrow();
});

test('a body that a second key opens to another story is refused: it does not begin as it must', async () => {
  const vault = new InMemoryVault();
  const bodies = new Bodies(vault);
  const { of, kept } = await sealed(bodies, { text: 'a' });
  const [key] = await vault.keysById(district, [kept.keyId!]);
  const bound = [of.eventId, of.stream, of.type, 1, student, 1, kept.keyId].join('\n');
  const forged = { ...kept, body: sealBytes(key!.key, bound, Buffer.from('{"text":"b"}')) };
  const open = await bodies.opener(district, [forged]);
  expect(() => open(of, forged)).toThrow('another key');
});

test('what tells of no student stays in clear, and so does what was kept before anything was sealed', async () => {
  const bodies = new Bodies(new InMemoryVault());
  const calendar: StreamId = `calendar/${randomUUID()}`;
  const event = { type: 'ClosureDeclared', data: { name: 'ice storm' } };
  const seal = await bodies.sealer(district, [{ stream: calendar, event }], nobody);
  const of = { eventId: randomUUID(), stream: calendar, type: event.type, schemaVersion: 1 };
  const kept = seal(0, of);
  expect(kept).toEqual({
    body: Buffer.from('{"name":"ice storm"}'),
    subjectId: null,
    recordClass: null,
    keyId: null,
  });
  expect((await bodies.opener(district, [kept]))(of, kept)).toEqual({ name: 'ice storm' });
});

test('a lost key is a fault that is named, a destroyed one is an answer', async () => {
  const vault = new InMemoryVault();
  const { of, kept } = await sealed(new Bodies(vault), { text: 'a' });
  const opened = async () => (await new Bodies(vault).opener(district, [kept]))(of, kept);
  const lost = new Bodies(new InMemoryVault());
  const open = await lost.opener(district, [kept]);
  expect(() => open(of, kept)).toThrow('restore schema vault');
  expect(await opened()).toEqual({ text: 'a' });
  vault.destroy(district, { subjectId: student, recordClass: 1 });
  expect(await opened()).toBeNull();
  await expect(sealed(new Bodies(vault), { text: 'b' })).rejects.toThrow('was destroyed');
});

test('keys of one moment are asked for together', async () => {
  const vault = new InMemoryVault();
  let asked = 0;
  const counting = Object.assign(Object.create(vault) as InMemoryVault, {
    keysFor: (...of: Parameters<InMemoryVault['keysFor']>) => {
      asked += 1;
      return vault.keysFor(...of);
    },
  });
  const bodies = new Bodies(counting);
  const students = Array.from({ length: 50 }, (): StreamId => `student/${randomUUID()}`);
  const event = { type: 'StudentRenamed', data: {} };
  const facts = [...students, ...students].map((of) => [{ stream: of, event }]);
  await Promise.all(facts.map((one) => bodies.sealer(district, one, nobody)));
  expect(asked).toBe(1);
});

test('a key that is not the class’s own cannot take its place', async () => {
  const vault = new InMemoryVault();
  const { of, kept } = await sealed(new Bodies(vault), { text: 'a' });
  const other = Object.assign(Object.create(vault) as InMemoryVault, {
    keysById: async () => [
      { keyId: kept.keyId!, subjectId: student, recordClass: 1, key: keyOf(randomBytes(32)) },
    ],
  });
  const open = await new Bodies(other).opener(district, [kept]);
  expect(() => open(of, kept)).toThrow();
});
