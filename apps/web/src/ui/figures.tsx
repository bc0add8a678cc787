import './figures.css';

type Figure = { name: string; value: string | number; note?: string };

/** A few numbers side by side, each with its name; no number stands alone. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl className="figures" aria-label={label}>
      {figures.map((figure) => (
        <div key={figure.name} className="figure">
          <dt>{figure.name}</dt>
          <dd className="numbers">
            {figure.value}
            {figure.note && <span className="figure-note">{figure.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
