import type { Query } from './database.js';
import { hashOf, newSecret } from './secrets.js';

/** Starts every token, so that scanners for leaked secrets can know it. */
const prefix = 'aimline_';

/**
 * Makes a bearer token with which a machine acts as this member of staff, and returns it: it is never shown again. For
 * operators with access to the database (`aimline user token`, the simulator); no route of the API leads here.
 */
export async function issueToken(
  query: Query,
  of: { district: string; staffId: string; label: string; days?: number },
): Promise<string> {
  const token = prefix + newSecret();
  await query(
    `insert into app.tokens (token_hash, district_id, staff_id, label, expires_at)
     values ($1, $2, $3, $4, now() + $5 * interval '1 day')`,
    [hashOf(token), of.district, of.staffId, of.label, of.days ?? null],
  );
  return token;
}

export async function revokeTokens(query: Query, district: string, staffId: string): Promise<void> {
  await query(
    `update app.tokens set revoked_at = now()
     where district_id = $1 and staff_id = $2 and revoked_at is null`,
    [district, staffId],
  );
}

/** For whom a token speaks; null if it is unknown, expired or revoked. */
export async function staffOfToken(
  query: Query,
  token: string,
): Promise<{ district: string; staffId: string } | null> {
  if (!token.startsWith(prefix)) return null;
  const { rows } = await query(
    `select district_id, staff_id from app.tokens
     where token_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [hashOf(token)],
  );
  const row = rows[0] as { district_id: string; staff_id: string } | undefined;
  return row ? { district: row.district_id, staffId: row.staff_id } : null;
}
