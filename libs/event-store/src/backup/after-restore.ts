import { operatorActor } from '#domain/decider';
import { recordRequestDecider } from '#domain/record-request/decide';
import { streamId } from '#domain/streams';
import type { CommandHandler } from '../command-handler.js';
import { type DestructionNote, openDestruction } from '../evidence/destruction-note.js';
import { NoteRefused, type NoteVerifier } from '../evidence/note.js';
import type { OutsideNotes } from '../evidence/outside-notes.js';
import { genesis } from '../hash.js';
import { onLog } from '../postgres/on-log.js';
import { BackupProblem } from './backup-problem.js';

/**
 * What was destroyed in a district, by the signed copies outside. Throws `BackupProblem` if one cannot be believed: it may have been
 * put there, or altered so that somebody comes back.
 */
export async function destroyedOutside(
  outside: OutsideNotes,
  district: string,
  verifier: NoteVerifier,
): Promise<DestructionNote[]> {
  const notes = await outside.destructions(district);
  return notes.map((note) => {
    try {
      return openDestruction(note, verifier);
    } catch (error) {
      if (!(error instanceof NoteRefused)) throw error;
      throw new BackupProblem(
        'note-refused',
        `A note of a destruction cannot be believed: ${error.message}. Put the right copy back.`,
        outside.where(district),
        { cause: error },
      );
    }
  });
}

/**
 * Carries out again what was destroyed after the backup was made; the record then says so like the first time. What it says already
 * is left alone. Returns how many facts were added.
 */
export async function destroyAgain(
  handler: CommandHandler,
  district: string,
  destroyed: readonly DestructionNote[],
): Promise<number> {
  let added = 0;
  for (const { eventId, subjectId, fact } of destroyed) {
    const to = { district, stream: streamId('record-request', subjectId) };
    const answer = await handler.handle(recordRequestDecider, to, {
      type: 'DestroyAgain',
      data: { fact },
      key: `restore/${eventId}`,
      actor: operatorActor,
    });
    if (!answer.replayed) added += answer.events.length;
  }
  return added;
}

export type SetBack = { name: string; from: number; to: number };

/**
 * Subscriptions that have read something else than the log holds begin again where the log was signed last before: from there on
 * everything is the log's own. One whose rows are made anew is left to that. Their targets take a repeat.
 */
export async function setSubscriptionsBack(
  url: string,
  district: string,
  rebuilt: string,
): Promise<SetBack[]> {
  const { rows } = await onLog(url, district, 'transaction', ({ db, logId }) =>
    db.query<SetBack>(
      `update es.subscriptions s
     set pos = coalesce(c.size, 0), chain_hash = coalesce(c.chain_hash, $2), owner = null, lease_until = null,
       epoch = s.epoch + 1, status = 'running', last_error = null, attempts = 0, updated_at = now()
     from (select a.name, a.pos, c.size, c.chain_hash from es.subscriptions a
           join es.log l on l.log_id = a.log_id
           left join es.events e on e.log_id = a.log_id and e.pos = a.pos
           left join lateral (
             select p.size, x.chain_hash from es.checkpoints p
             join es.events x on x.log_id = p.log_id and x.pos = p.size
             where p.log_id = a.log_id and p.size <= least(a.pos, l.last_pos)
             order by p.size desc limit 1) c on true
           where a.log_id = $1 and a.name <> $3
             and a.chain_hash is distinct from case when a.pos = 0 then $2 else e.chain_hash end) c
     where s.log_id = $1 and s.name = c.name
     returning s.name, c.pos::int as from, s.pos::int as to`,
      [logId, genesis(district), rebuilt],
    ),
  );
  return rows;
}
