import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'react-intl';
import en from './en.json';

export type Language = 'en' | 'es';
type Catalogue = { language: Language; messages: typeof en };

const storageKey = 'aimline-language';
const english: Catalogue = { language: 'en', messages: en };
const Choice = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: 'en',
  choose: () => {},
});

/**
 * The reader's language: chosen once, else the browser's, else English. Spanish is loaded when asked for; until it is there
 * the page stays as it was, and a first page waits.
 */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Catalogue | null>(preferred() === 'en' ? english : null);
  useEffect(() => {
    if (shown) document.documentElement.lang = shown.language;
    else void catalogue(preferred()).then(setShown);
  }, [shown]);
  const choice = useMemo(
    () => ({
      language: shown?.language ?? 'en',
      choose: (next: Language) => {
        localStorage.setItem(storageKey, next);
        void catalogue(next).then(setShown);
      },
    }),
    [shown],
  );
  if (shown === null) return null;
  return (
    <Choice value={choice}>
      <IntlProvider locale={shown.language} messages={shown.messages}>
        {children}
      </IntlProvider>
    </Choice>
  );
}

async function catalogue(language: Language): Promise<Catalogue> {
  return language === 'en' ? english : { language, messages: (await import('./es.json')).default };
}

export const useLanguage = () => useContext(Choice);

function preferred(): Language {
  const known = [localStorage.getItem(storageKey), ...navigator.languages];
  return known.map((tag) => tag?.slice(0, 2)).find((tag) => tag === 'en' || tag === 'es') ?? 'en';
}
