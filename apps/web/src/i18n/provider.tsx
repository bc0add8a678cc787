import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'react-intl';
import en from './en.json';

export type Language = 'en' | 'es';

const storageKey = 'aimline-language';
const Choice = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: 'en',
  choose: () => {},
});

/**
 * The reader's language: chosen once, else the browser's, else English. Spanish is loaded when asked for; until it is there
 * the page stays as it was, and a first page waits.
 */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState<Language>(preferred);
  const [spanish, setSpanish] = useState<typeof en | null>(null);
  const [shown, setShown] = useState<Language | null>(wanted === 'en' ? 'en' : null);
  useEffect(() => {
    if (wanted === 'en' || spanish) {
      setShown(wanted);
      document.documentElement.lang = wanted;
    } else void import('./es.json').then((module) => setSpanish(module.default));
  }, [wanted, spanish]);
  const choice = useMemo(
    () => ({
      language: shown ?? wanted,
      choose: (next: Language) => {
        localStorage.setItem(storageKey, next);
        setWanted(next);
      },
    }),
    [shown, wanted],
  );
  if (shown === null) return null;
  return (
    <Choice value={choice}>
      <IntlProvider locale={shown} messages={shown === 'es' && spanish ? spanish : en}>
        {children}
      </IntlProvider>
    </Choice>
  );
}

export const useLanguage = () => useContext(Choice);

function preferred(): Language {
  const known = [localStorage.getItem(storageKey), ...navigator.languages];
  return known.map((tag) => tag?.slice(0, 2)).find((tag) => tag === 'en' || tag === 'es') ?? 'en';
}
