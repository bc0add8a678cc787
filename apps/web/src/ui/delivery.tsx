import type { Delivered } from '#contracts/cycles';
import { useIntl } from 'react-intl';
import { useText } from '../i18n/text.js';
import { Figures } from './figures.js';

/** Planned, held and attended are three numbers; what nobody logged is the fourth, and is never left out. */
export function Delivery({ delivered }: { delivered: Delivered }) {
  const text = useText();
  const intl = useIntl();
  const share = (value: number | null) =>
    value === null
      ? text('figure.too-early')
      : text('figure.of-planned', { share: intl.formatNumber(value, { style: 'percent' }) });
  const minutes = (n: number) => text('minutes', { n });
  return (
    <Figures
      label={text('figure.delivery')}
      figures={[
        {
          name: text('figure.planned'),
          value: delivered.planned,
          note: minutes(delivered.plannedMinutes),
        },
        { name: text('figure.held'), value: delivered.held },
        {
          name: text('figure.attended'),
          value: delivered.attended,
          note: `${minutes(delivered.attendedMinutes)}, ${share(delivered.minuteShare)}`,
        },
        { name: text('figure.not-held'), value: delivered.notHeld },
        { name: text('figure.unlogged'), value: delivered.unlogged },
      ]}
    />
  );
}
