import type { ExportEvidence } from '#event-store/export/evidence';
import type { StudentEvents } from '#domain/access/events';

type Stated = {
  counted: StudentEvents & { position: number };
  evidence: ExportEvidence;
  gone: number;
};

/** What a reader may conclude once `verify.mjs` has said yes. In the manifest and on the page, word for word. */
export function proven({ counted, evidence, gone }: Stated): string[] {
  const { from, to } = evidence;
  return [
    `Each event stands in the district’s log at its position, recorded at its moment, as its columns say: it leads to the root that was signed for ${to.size} events.`,
    `Each body is what was recorded: its stored bytes have the digest of the event, and open with the key in keys.json to what is written here.`,
    `These are all events about the student up to position ${counted.upTo}, by the log’s own count of ${counted.count}, which it recorded at position ${counted.position} before this was written.`,
    ...(from
      ? [`Between ${from.size} and ${to.size} events the log only grew: nothing was changed.`]
      : []),
    ...(gone > 0
      ? [`${gone} bodies are gone, each by an event that is here and names the authority.`]
      : []),
  ];
}

export function notProven({ counted }: Stated): string[] {
  return [
    'That what people recorded is true, or that everything that happened was recorded.',
    'That the count is right, if whoever holds the district’s keys made it wrong on purpose. It is in the log for good: `aimline verify` counts again, and finds a count that was false.',
    `What was recorded after position ${counted.upTo}.`,
    'That the key is the district’s own, unless you had it from another hand than this folder.',
  ];
}
