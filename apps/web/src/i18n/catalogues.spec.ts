import { createIntl } from 'react-intl';
import { expect, test } from 'vitest';
import { cycleRules } from '#domain/cycle/rules';
import { groupRules } from '#domain/group/rules';
import en from './en.json';
import es from './es.json';

const catalogues: Record<'en' | 'es', Record<string, string>> = { en, es };
const ids = Object.keys(catalogues.en);

/** The values without which a message cannot be said; throws where it is no well-formed ICU message. */
function asked(locale: 'en' | 'es', id: string): readonly string[] {
  const intl = createIntl({
    locale,
    messages: catalogues[locale],
    onError: (error) => {
      throw error;
    },
  });
  const say = (names: readonly string[]) =>
    intl.formatMessage({ id }, Object.fromEntries(names.map((name) => [name, 2])));
  const words = [...(catalogues[locale][id] ?? '').matchAll(/\{(\w+)/g)].map(
    (match) => match[1] as string,
  );
  const names = [...new Set(words)].sort();
  say(names);
  return names.filter((name) => {
    try {
      say(names.filter((other) => other !== name));
      return false;
    } catch {
      return true;
    }
  });
}

test('Spanish says everything that English says, and nothing else', () => {
  expect(Object.keys(catalogues.es).sort()).toEqual([...ids].sort());
});

test.each(ids)('%s is well formed and takes the same values in both languages', (id) => {
  expect(asked('es', id)).toEqual(asked('en', id));
});

test('no message is left empty', () => {
  for (const messages of Object.values(catalogues))
    expect(Object.values(messages).filter((message) => message.trim() === '')).toEqual([]);
});

test('every rule by which a cycle or a group refuses has its sentence', () => {
  const rules = [...Object.keys(cycleRules), ...Object.keys(groupRules)];
  expect(rules.filter((rule) => !ids.includes(`rule.${rule}`))).toEqual([]);
});
