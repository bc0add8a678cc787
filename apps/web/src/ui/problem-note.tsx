import { useIntl } from 'react-intl';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/text.js';
import './problem-note.css';

/** What went wrong in the reader's words: the catalogue's sentence for the code, else the server's own. */
export function useProblemText(): (error: unknown) => string {
  const intl = useIntl();
  const text = useText();
  return (error) => {
    if (!(error instanceof ApiProblem)) return text('problem.unknown');
    const id = error.rule ? `rule.${error.rule}` : `problem.${error.code}`;
    const known = intl.messages[id];
    const sentence = typeof known === 'string' ? intl.formatMessage({ id }) : error.detail;
    return error.traceId && error.status >= 500
      ? `${sentence} ${text('problem.trace', { id: error.traceId })}`
      : sentence;
  };
}

/** A refusal or failure beside the thing that was tried. It stays until the next try. */
export function ProblemNote({ error }: { error: unknown }) {
  const say = useProblemText();
  if (!error) return null;
  const fields = error instanceof ApiProblem ? error.errors : [];
  return (
    <div className="problem" role="alert">
      <p>{say(error)}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={`${field.pointer}${field.code}`}>{field.detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
