import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { GraphGeometry, Stop } from './layout.js';
import { layout } from './layout.js';
import type { ProgressGraphModel } from './model.js';
import { GraphDrawing } from './graph-drawing.js';
import type { Size } from './scales.js';
import type { GraphWords } from './words.js';

type Props = {
  model: ProgressGraphModel;
  words: GraphWords;
  size: Size;
  /** Unique in its page: names the drawing's own patterns. */
  id: string;
  /** False for print and PDF: no tab stop, no readout, and the rows stand open below. */
  interactive?: boolean;
  showCorrections?: boolean;
};

/**
 * The progress graph of one cycle (web.md 4.1): the sentence, the drawing, a readout for keyboard and pointer, the legend
 * and the rows. One component for profile, meeting and packet: two graphs of one child cannot disagree.
 */
export function ProgressGraph({
  model,
  words,
  size,
  id,
  interactive = true,
  showCorrections = false,
}: Props) {
  const geometry = layout(model, size, { words, showCorrections });
  return (
    <figure className="pg">
      <p className="pg-sentence">{geometry.sentence}</p>
      {interactive ? (
        <Reader
          geometry={geometry}
          id={id}
          label={`${model.title}. ${geometry.sentence}`}
          words={words}
        >
          {(at) => <GraphDrawing geometry={geometry} id={id} at={at} />}
        </Reader>
      ) : (
        <GraphDrawing
          geometry={geometry}
          id={id}
          at={null}
          title={`${model.title}. ${geometry.sentence}`}
        />
      )}
      <figcaption className="pg-caption">
        {geometry.legend.length > 0 && (
          <ul className="pg-phases" aria-label={words.legend}>
            {geometry.legend.map((phase) => (
              <li key={phase.letter}>
                <b>{phase.letter}</b> {phase.label}
              </li>
            ))}
          </ul>
        )}
        <span>
          {words.axis}
          {model.method && geometry.trends.length > 0 && ` ${words.method(model.method)}`}
        </span>{' '}
        {model.alert?.href && interactive && <a href={model.alert.href}>{model.alert.text}</a>}
      </figcaption>
      {interactive ? (
        <details className="pg-details">
          <summary>{words.showAsTable}</summary>
          <div className="pg-scroll" tabIndex={0} role="region" aria-label={model.title}>
            <Rows geometry={geometry} model={model} words={words} />
          </div>
        </details>
      ) : (
        <Rows geometry={geometry} model={model} words={words} />
      )}
    </figure>
  );
}

/** One tab stop; arrows, Home and End move from score to score, Escape leaves; a polite live region says each. */
function Reader(props: {
  geometry: GraphGeometry;
  id: string;
  label: string;
  words: GraphWords;
  children: (at: Stop | null) => ReactNode;
}) {
  const { geometry, id } = props;
  const [index, setIndex] = useState<number | null>(null);
  const { stops } = geometry;
  const at = index === null ? null : (stops[index] ?? null);
  const last = stops.length - 1;

  const onKeyDown = (event: KeyboardEvent) => {
    const from = index ?? -1;
    const to: Record<string, number | null> = {
      ArrowRight: Math.min(from + 1, last),
      ArrowLeft: index === null ? last : Math.max(from - 1, 0),
      Home: 0,
      End: last,
      Escape: null,
    };
    const next = to[event.key];
    if (next === undefined || last < 0) return;
    event.preventDefault();
    setIndex(next);
  };
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * geometry.size.width;
    setIndex(nearest(stops, x));
  };

  return (
    <>
      <div
        className="pg-reader"
        // An application, so that arrow keys reach the graph and not the screen reader's own cursor.
        role="application"
        aria-label={props.label}
        aria-describedby={`${id}-keys`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onBlur={() => setIndex(null)}
      >
        {props.children(at)}
      </div>
      <p id={`${id}-keys`} className="pg-hidden">
        {props.words.howToMove}
      </p>
      <p className="pg-readout" role="status" aria-live="polite">
        {at ? at.readout : ' '}
      </p>
    </>
  );
}

function nearest(stops: readonly Stop[], x: number): number | null {
  if (stops.length === 0) return null;
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(stop.x - x) < Math.abs((stops[best] as Stop).x - x)) best = i;
  });
  return best;
}

/** Every score and every missed one, in order: what the drawing shows, for those who would rather read. */
function Rows(props: { geometry: GraphGeometry; model: ProgressGraphModel; words: GraphWords }) {
  const { geometry, model } = props;
  const { columns } = props.words;
  return (
    <table className="pg-table">
      <caption>
        {model.title}, {model.unit}
      </caption>
      <thead>
        <tr>
          <th scope="col">{columns.date}</th>
          <th scope="col">{columns.value}</th>
          <th scope="col">{columns.aimline}</th>
          <th scope="col">{columns.gap}</th>
          <th scope="col">{columns.phase}</th>
          <th scope="col">{columns.note}</th>
        </tr>
      </thead>
      <tbody>
        {geometry.stops.map(({ row }) => (
          <tr key={row.key}>
            <th scope="row">{row.date}</th>
            <td>{row.value}</td>
            <td>{row.aimline}</td>
            <td>{row.gap}</td>
            <td>{row.phase}</td>
            <td>{row.note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
