import './marks.css';
import { useText } from '../i18n/text.js';

/** A tier: always the words and the bars, the colour third (web.md 8). */
export function Tier({ tier }: { tier: 1 | 2 | 3 }) {
  const text = useText();
  return (
    <span className={`tier tier-${tier}`}>
      <svg viewBox="0 0 14 12" width="14" height="12" aria-hidden>
        {[1, 2, 3].map((n) => (
          <rect
            key={n}
            className={n <= tier ? 'tier-bar' : 'tier-bar tier-bar-empty'}
            x={(n - 1) * 5}
            y={12 - n * 4}
            width="3.5"
            height={n * 4}
          />
        ))}
      </svg>
      {text('tier', { tier })}
    </span>
  );
}

const statusShapes = {
  exceeds: '▲',
  on_track: '▲',
  uncertain: '■',
  inadequate: '▼',
  insufficient_data: '○',
  not_interpretable: '⊘',
} as const;

export type Outcome = keyof typeof statusShapes;

/** How a plan goes, by shape and word; never by colour. */
export function Status({ outcome }: { outcome: Outcome }) {
  const text = useText();
  return (
    <span className="status">
      <span aria-hidden className="status-shape">
        {statusShapes[outcome]}
      </span>
      {text(`outcome.${outcome}`)}
    </span>
  );
}

/** The product's mark: one straight line, points gathering along it. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden className="mark">
      <path className="mark-line" d="M4 26 28 6" />
      <circle cx="8.5" cy="24.5" r="2.25" />
      <circle cx="15" cy="14.5" r="2.25" />
      <circle className="mark-signal" cx="22" cy="13" r="2.25" />
    </svg>
  );
}
