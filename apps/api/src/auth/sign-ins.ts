import { Injectable } from '@nestjs/common';
import { Database } from '#platform/app/database';
import { hashOf } from '#platform/app/secrets';

/** What must be remembered between sending a browser to the provider and its coming back; used once, for ten minutes. */
export type SignIn = { state: string; verifier: string; nonce: string; returnTo: string };

@Injectable()
export class SignIns {
  constructor(private readonly db: Database) {}

  async remember({ state, verifier, nonce, returnTo }: SignIn): Promise<void> {
    await this.db.query(
      `insert into app.sign_ins (state_hash, verifier, nonce, return_to, expires_at)
       values ($1, $2, $3, $4, now() + interval '10 minutes')`,
      [hashOf(state), verifier, nonce, returnTo],
    );
    await this.db.query('delete from app.sign_ins where expires_at < now()');
  }

  async take(state: string): Promise<Omit<SignIn, 'state'> | null> {
    const { rows } = await this.db.query(
      `delete from app.sign_ins where state_hash = $1 and expires_at > now()
       returning verifier, nonce, return_to`,
      [hashOf(state)],
    );
    const row = rows[0];
    return row
      ? {
          verifier: row.verifier as string,
          nonce: row.nonce as string,
          returnTo: row.return_to as string,
        }
      : null;
  }
}
