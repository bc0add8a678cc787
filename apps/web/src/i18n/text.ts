import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type en from './en.json';

export type MessageId = keyof typeof en;
export type Text = (id: MessageId, values?: Record<string, string | number>) => string;

/** The interface's words in the reader's language; an id that is not in the catalogue does not compile. */
export function useText(): Text {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
