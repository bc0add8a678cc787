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

/** The reader's language: chosen once, else the browser's, else English. Spanish is loaded when asked for. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(preferred);
  const [spanish, setSpanish] = useState<typeof en | null>(null);
  useEffect(() => {
    document.documentElement.lang = language;
    if (language === 'es' && !spanish)
      void import('./es.json').then((module) => setSpanish(module.default));
  }, [language, spanish]);
  const choice = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        localStorage.setItem(storageKey, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  if (language === 'es' && !spanish) return null;
  return (
    <Choice value={choice}>
      <IntlProvider locale={language} messages={language === 'es' && spanish ? spanish : en}>
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
