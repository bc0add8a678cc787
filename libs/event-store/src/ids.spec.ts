import fc from 'fast-check';
import { v5 } from 'uuid';
import { expect, test } from 'vitest';
import { commandId, eventId } from './ids.js';

// RFC 9562, appendix A.4: www.example.com in the namespace of DNS.
test('a command’s id is the uuid of version 5 that the RFC gives', () => {
  expect(commandId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});

test('ids are those of the library, whatever the key says', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), fc.nat(5_000), (space, key, i) => {
      const command = commandId(space, key);
      expect(command).toBe(v5(key, space));
      expect(eventId(command, i)).toBe(v5(String(i), command));
    }),
  );
});

test('what is no uuid names nothing', () => {
  expect(() => commandId('lantern', 'a')).toThrow('not a uuid: lantern');
});
