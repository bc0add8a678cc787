/** What the page of an exported record says, in words that are ready to print. */
export type StudentRecordText = {
  name: string;
  /** Label and value: district, ids, day of export, who gets it. */
  about: readonly (readonly [label: string, value: string])[];
  cycles: readonly string[];
  history: readonly RecordLine[];
  proven: readonly string[];
  notProven: readonly string[];
  /** How a reader checks it: the command, and the key to compare. */
  check: { command: string; key: string };
};

export type RecordLine = {
  position: number;
  on: string;
  /** The day of recording, where it is another. */
  recordedOn: string | null;
  by: string;
  text: string;
  /** The body is gone: only that it happened is left. */
  gone: boolean;
};

/** A student's record for people: one static page, for screen and paper. */
export function StudentRecord({
  name,
  about,
  cycles,
  history,
  proven,
  notProven,
  check,
}: StudentRecordText) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          httpEquiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>{`Record of ${name}`}</title>
        <style>{css}</style>
      </head>
      <body>
        <main>
          <h1>Record of {name}</h1>
          <dl>
            {about.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {cycles.length > 0 && <List title="Cycles" lines={cycles} />}
          <h2>What happened</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Position</th>
              </tr>
            </thead>
            <tbody>
              {history.map((line) => (
                <tr key={line.position} className={line.gone ? 'gone' : undefined}>
                  <td>
                    {line.on}
                    {line.recordedOn !== null && <small> recorded {line.recordedOn}</small>}
                  </td>
                  <td>{line.by}</td>
                  <td>{line.text}</td>
                  <td className="number">{line.position}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <List title="What this folder proves" lines={proven} />
          <List title="What it does not prove" lines={notProven} />
          <h2>How to check it</h2>
          <p>
            With Node 20 or later, on any machine, and a <code>verify.mjs</code> that you trust:
          </p>
          <pre>{check.command}</pre>
          <p>The public key of the log. Compare it with the one that the district handed out:</p>
          <pre>{check.key}</pre>
        </main>
      </body>
    </html>
  );
}

function List({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

const css = `
body { font: 15px/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid; }
dl > div { display: flex; gap: 1rem; }
dt { flex: 0 0 9rem; color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ccc; }
td:first-child { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.gone { color: #555; font-style: italic; }
small { display: block; color: #555; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #ccc; padding: .6rem; }
@media print { main { padding: 0; max-width: none; } body { font-size: 10pt; } }
`;
