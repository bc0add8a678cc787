import { Injectable } from '@nestjs/common';
import { Database } from '#platform/app/database';
import { hashOf, newSecret } from '#platform/app/secrets';

/** A browser's sign-in. `staffId` null: a known identity that no district knows. */
export type Session = {
  provider: string;
  subject: string;
  district: string | null;
  staffId: string | null;
  locked: boolean;
  idleExpiresAt: string;
  expiresAt: string;
};

/** Idle 45 minutes, 12 hours in all (web.md 2.6); by the wall's clock, a sandbox's included. */
const idle = `interval '45 minutes'`;
const absolute = `interval '12 hours'`;

/** Opaque sessions: the browser holds a random id, PostgreSQL its hash. */
@Injectable()
export class Sessions {
  constructor(private readonly db: Database) {}

  /** Returns the id for the cookie. */
  async start(of: {
    provider: string;
    subject: string;
    district: string | null;
    staffId: string | null;
  }): Promise<string> {
    const id = newSecret();
    await this.db.query(
      `insert into app.sessions (id_hash, provider, subject, district_id, staff_id, expires_at)
       values ($1, $2, $3, $4, $5, now() + ${absolute})`,
      [hashOf(id), of.provider, of.subject, of.district, of.staffId],
    );
    await this.db.query(
      `delete from app.sessions where expires_at < now() or last_seen_at < now() - ${idle}`,
    );
    return id;
  }

  /** The session of a cookie, kept awake by this look; null if it is unknown or over. */
  async use(id: string): Promise<Session | null> {
    // A look within the minute writes nothing: people read far more than once a minute.
    const { rows } = await this.db.query(
      `with known as (
         select * from app.sessions
         where id_hash = $1 and expires_at > now() and last_seen_at > now() - ${idle}
       ), touched as (
         update app.sessions s set last_seen_at = now() from known
         where s.id_hash = known.id_hash and known.locked_at is null
           and known.last_seen_at < now() - interval '1 minute'
       )
       select provider, subject, district_id, staff_id, locked_at is not null as locked,
         case when locked_at is null then now() else last_seen_at end + ${idle} as idle_expires_at, expires_at
       from known`,
      [hashOf(id)],
    );
    const row = rows[0];
    if (!row) return null;
    return {
      provider: row.provider as string,
      subject: row.subject as string,
      district: row.district_id as string | null,
      staffId: row.staff_id as string | null,
      locked: row.locked as boolean,
      idleExpiresAt: (row.idle_expires_at as Date).toISOString(),
      expiresAt: (row.expires_at as Date).toISOString(),
    };
  }

  /** The founder of a district becomes a member of its staff without signing in again. */
  async adopt(id: string, district: string, staffId: string): Promise<void> {
    await this.db.query(
      'update app.sessions set district_id = $2, staff_id = $3 where id_hash = $1',
      [hashOf(id), district, staffId],
    );
  }

  /** For a tablet that changes hands: nothing is shown until the same person signs in again. */
  async lock(id: string): Promise<void> {
    await this.db.query('update app.sessions set locked_at = now() where id_hash = $1', [
      hashOf(id),
    ]);
  }

  async end(id: string): Promise<void> {
    await this.db.query('delete from app.sessions where id_hash = $1', [hashOf(id)]);
  }
}
