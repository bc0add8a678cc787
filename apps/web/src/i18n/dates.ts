import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { LocalDate } from '#domain/time';

const noon = (on: LocalDate) => new Date(`${on}T12:00:00Z`);

/** Days are the district's own and name no zone. */
export function useDates() {
  const { locale } = useIntl();
  return useMemo(() => {
    const tag = `${locale}-US`;
    const at = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options });
    const day = at({ weekday: 'short', month: 'short', day: 'numeric' });
    const long = at({ month: 'long', day: 'numeric', year: 'numeric' });
    const clock = new Intl.DateTimeFormat(tag, {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'UTC',
    });
    return {
      day: (on: LocalDate) => day.format(noon(on)),
      long: (on: LocalDate) => long.format(noon(on)),
      /** Wall-clock `HH:MM` as the language writes it. */
      time: (hhmm: string) => clock.format(new Date(`2000-01-01T${hhmm}:00Z`)),
    };
  }, [locale]);
}
