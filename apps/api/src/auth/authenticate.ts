import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { StaffRow } from '#read-models/directory/directory';
import { Database } from '#platform/app/database';
import { ProblemError } from '../edge/problem-error.js';
import { Views } from '../views.js';
import { Cookies } from './cookies.js';
import { Sessions, type Session } from './sessions.js';
import { staffOfToken } from '#platform/app/tokens';

export type SignedIn = {
  /** Null: a known identity that belongs to no district yet. */
  member: { district: string; staff: StaffRow } | null;
  /** Null: a machine with a token. */
  session: Session | null;
};

/** Who sends this request: a browser by its cookie, a machine by its bearer token. Throws what stands against it. */
@Injectable()
export class Authenticate {
  constructor(
    private readonly db: Database,
    private readonly views: Views,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
  ) {}

  async who(request: FastifyRequest): Promise<SignedIn> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.machine(authorization);
    const id = this.cookies.read(request, 'sid');
    const session = id === null ? null : await this.sessions.use(id);
    if (!session)
      throw new ProblemError('sign_in_required', 'Open /v1/auth/sign-in in the browser.');
    refuseForeignPages(request);
    if (session.locked)
      throw new ProblemError('session_locked', 'Sign in again to go on where you were.');
    if (session.district === null || session.staffId === null) return { member: null, session };
    return { member: await this.member(session.district, session.staffId), session };
  }

  private async machine(authorization: string): Promise<SignedIn> {
    const token = /^Bearer (\S{20,200})$/i.exec(authorization)?.[1];
    const found = token ? await staffOfToken(this.db.query, token) : null;
    if (!found)
      throw new ProblemError('token_invalid', 'Make a new one with `aimline user token`.');
    return { member: await this.member(found.district, found.staffId), session: null };
  }

  private async member(district: string, staffId: string) {
    const staff = await this.views.directory.staffMember(district, staffId);
    if (!staff)
      throw new ProblemError('identity_unknown', 'This person is not on the staff any more.');
    return { district, staff };
  }
}

/**
 * A page of another site can make a browser send our cookie, but cannot set a header, and says so in `Sec-Fetch-Site`.
 * Reads change nothing and pass.
 */
function refuseForeignPages(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if ((site === undefined || site === 'same-origin') && request.headers['x-aimline'] !== undefined)
    return;
  throw new ProblemError(
    'csrf_refused',
    'Send it from our own pages, with a header x-aimline: 1; machines use a bearer token.',
  );
}
