import type { GraphGeometry, Stop } from './layout.js';
import type { Label, PointMark, Shape } from './marks.js';

type Props = {
  geometry: GraphGeometry;
  id: string;
  /** The score being read, if one is. */
  at: Stop | null;
  /** The whole graph in words, where it stands alone as an image (print, PDF); else the sentence and the rows say it. */
  title?: string;
};

/**
 * Paints a geometry. Colours come by class from `progress-graph.css` and its tokens, never by attribute: an SVG `fill="…"`
 * loses to any rule and turned labels black in the dark.
 */
export function GraphDrawing({ geometry: g, id, at, title }: Props) {
  const { plot } = g;
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  return (
    <svg
      className="pg-svg"
      viewBox={`0 0 ${g.size.width} ${g.size.height}`}
      {...(title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true })}
    >
      <defs>
        <pattern
          id={`${id}-hatch`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line className="pg-hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
        <clipPath id={`${id}-plot`}>
          <rect x={plot.x} y={plot.y} width={plot.width} height={plot.height} />
        </clipPath>
      </defs>

      <text className="pg-label" x="0" y="14">
        {g.axisTitle}
      </text>
      {g.valueTicks.map((tick) => (
        <g key={tick.y}>
          <line className="pg-grid" x1={plot.x} x2={right} y1={tick.y} y2={tick.y} />
          <text className="pg-tick" x={plot.x - 8} y={tick.y + 4} textAnchor="end">
            {tick.label}
          </text>
        </g>
      ))}
      {g.breaks.map((band) => (
        <g key={band.x}>
          <rect
            fill={`url(#${id}-hatch)`}
            x={band.x}
            y={plot.y}
            width={band.width}
            height={plot.height}
          >
            <title>{band.name}</title>
          </rect>
          {band.label && (
            <Words
              className="pg-break"
              label={{
                x: band.x + band.width / 2 + 4,
                y: bottom - 8,
                text: band.label,
                anchor: 'start',
                angle: -90,
              }}
            />
          )}
        </g>
      ))}
      {g.benchmark && (
        <g>
          <line
            className="pg-benchmark"
            x1={plot.x}
            x2={right}
            y1={g.benchmark.y}
            y2={g.benchmark.y}
          />
          <text className="pg-label" x={right} y={g.benchmark.y - 5} textAnchor="end">
            {g.benchmark.label}
          </text>
        </g>
      )}

      <line className="pg-axis" x1={plot.x} x2={right} y1={bottom} y2={bottom} />
      {g.weekTicks.map((tick) => (
        <g key={tick.on}>
          <line className="pg-axis" x1={tick.x} x2={tick.x} y1={bottom} y2={bottom + 4} />
          {tick.label && (
            <text className="pg-tick" x={tick.x} y={bottom + 32} textAnchor="middle">
              {tick.label}
            </text>
          )}
        </g>
      ))}
      {g.months.map((month) => (
        <text key={month.x} className="pg-label" x={month.x} y={bottom + 50} textAnchor="middle">
          {month.label}
        </text>
      ))}

      {g.phases.map((phase) => (
        <g key={phase.letter}>
          {phase.line && (
            <line
              className="pg-phase-line"
              x1={phase.x}
              x2={phase.x}
              y1={plot.y - 20}
              y2={bottom}
            />
          )}
          <text className="pg-phase" x={phase.x + (phase.line ? 6 : 0)} y={plot.y - 8}>
            <tspan className="pg-letter">{phase.letter}</tspan>
            {phase.fits ? ` ${phase.label}` : ''}
          </text>
        </g>
      ))}
      {g.adjustments.map((adjustment) => (
        <line
          key={adjustment.x}
          className="pg-adjustment"
          x1={adjustment.x}
          x2={adjustment.x}
          y1={bottom - 26}
          y2={bottom}
        >
          <title>{adjustment.label}</title>
        </line>
      ))}

      <g clipPath={`url(#${id}-plot)`}>
        {g.aimlines.map(({ superseded, ...line }, i) => (
          <line
            key={i}
            className={superseded ? 'pg-aimline pg-superseded' : 'pg-aimline'}
            {...line}
          />
        ))}
        {g.trends.map(({ phase, ...line }) => (
          <line key={phase} className="pg-trend" {...line} />
        ))}
        {g.projection && (
          <g>
            <line
              className="pg-projection"
              x1={g.projection.x1}
              y1={g.projection.y1}
              x2={g.projection.x2}
              y2={g.projection.y2}
            />
            {g.projection.interval && (
              <path
                className="pg-interval"
                d={`M${g.projection.x2 - 4},${g.projection.interval.highY}h8m-4,0V${g.projection.interval.lowY}m-4,0h8`}
              />
            )}
          </g>
        )}
        {g.paths.map((d) => (
          <path key={d} className="pg-path" d={d} />
        ))}
      </g>

      {g.baselineMedian && (
        <g>
          <line
            className="pg-median"
            x1={g.baselineMedian.x - 12}
            x2={g.baselineMedian.x + 12}
            y1={g.baselineMedian.y}
            y2={g.baselineMedian.y}
          />
        </g>
      )}
      {g.baseline.map((spot, i) => (
        <circle key={i} className="pg-hollow" cx={spot.x} cy={spot.y} r="4" />
      ))}
      {g.points.map((point) => (
        <Point key={point.id} point={point} />
      ))}
      {g.missed.map((missed) => (
        <text key={missed.x} className="pg-missed" x={missed.x} y={missed.y} textAnchor="middle">
          {missed.letter}
        </text>
      ))}

      {g.goal && (
        <g>
          <path className="pg-goal" d={`M${g.goal.x},${g.goal.y - 7}l7,7l-7,7l-7,-7Z`} />
          <Words className="pg-strong" label={g.goal.label} />
        </g>
      )}
      {g.aimlineLabel && <Words className="pg-aimline-label" label={g.aimlineLabel} />}
      {g.alert && (
        <g>
          <path
            className="pg-bracket"
            d={`M${g.alert.x1},${g.alert.y + (g.alert.opens === 'up' ? -6 : 6)}V${g.alert.y}H${g.alert.x2}v${g.alert.opens === 'up' ? -6 : 6}`}
          />
          <Words className="pg-strong" label={g.alert.label} />
        </g>
      )}
      {at && (
        <g>
          <line className="pg-cursor" x1={at.x} x2={at.x} y1={plot.y} y2={bottom} />
          <circle className="pg-ring" cx={at.x} cy={at.y} r="9" />
        </g>
      )}
    </svg>
  );
}

const outlines: Record<Shape, string> = {
  up: 'M0,-5.5L5.2,4H-5.2Z',
  down: 'M0,5.5L5.2,-4H-5.2Z',
  square: 'M-4,-4H4V4H-4Z',
  circle: 'M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0',
};

function Point({ point }: { point: PointMark }) {
  return (
    <g transform={`translate(${point.x},${point.y})`}>
      {point.halo && <circle className="pg-halo" r="9" />}
      {point.voided ? (
        <path className="pg-voided" d="M-4,-4L4,4M4,-4L-4,4" />
      ) : (
        <path className="pg-point" d={outlines[point.shape]} />
      )}
      {point.correctedY !== null && (
        <circle className="pg-corrected" cy={point.correctedY - point.y} r="3.5" />
      )}
      {point.late && (
        <path className="pg-late" d="M6,-9a4,4 0 1,0 8,0a4,4 0 1,0 -8,0M10,-11.5V-9H12" />
      )}
    </g>
  );
}

function Words({ label, className }: { label: Label; className: string }) {
  return (
    <text
      className={className}
      x={label.x}
      y={label.y}
      textAnchor={label.anchor}
      {...(label.angle === 0 ? {} : { transform: `rotate(${label.angle} ${label.x} ${label.y})` })}
    >
      {label.text}
    </text>
  );
}
