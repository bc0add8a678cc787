import { Body, Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { foundDistrictRequest, type FoundDistrictRequest } from '#contracts/districts';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId } from '#domain/streams';
import { CommandHandler } from '#event-store/command-handler';
import { EventStore } from '#event-store/event-store';
import { commandId } from '#event-store/ids';
import { Cookies } from '../auth/cookies.js';
import { Sessions } from '../auth/sessions.js';
import { parseIdempotencyKey } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands } from '../edge/route.js';

/** All districts of an installation are named under this one; it only makes ids from keys. */
const installation = '6d1a2f0e-5f0b-5c0e-9d53-3a1a5f6c7b10';

/** The first visit to an empty installation: whoever signs in founds its district and becomes its admin. */
@Controller('v1/districts')
export class FoundingController {
  constructor(
    private readonly store: EventStore,
    private readonly handler: CommandHandler,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
  ) {}

  @Commands({
    id: 'foundDistrict',
    says: 'Found the district of an empty installation',
    allow: 'signed-in',
    makes: true,
  })
  async found(
    @Req() request: FastifyRequest,
    @Body({ schema: foundDistrictRequest }) body: FoundDistrictRequest,
  ) {
    const { session, member } = request.signedIn ?? { session: null, member: null };
    const header = request.headers['idempotency-key'];
    const key = `http/${session?.subject ?? ''}/found-district/${parseIdempotencyKey(
      Array.isArray(header) ? header[0] : header,
    )}`;
    const id = commandId(installation, key);
    const others = (await this.store.districts()).filter((d) => d.district !== id);
    // The same key again is the founder's retry; they are a member by then.
    if (!session || others.length > 0 || (member && member.district !== id))
      throw new ProblemError(
        'not_allowed',
        'This installation has its district already. Ask its admin to add you to the staff.',
      );
    await this.store.foundDistrict(id);
    const founded = await this.handler.handle(
      deciders.district,
      { district: id, stream: streamId('district', id) },
      {
        type: 'FoundDistrict',
        data: {
          name: body.name,
          mode: 'live',
          timeZone: body.timeZone,
          identifier: body.identifier,
          clockStartsAt: null,
        },
        key,
        actor: operatorActor,
      },
    );
    const staffId = commandId(id, `${key}/admin`);
    await this.handler.handle(
      deciders.staff,
      { district: id, stream: streamId('staff', staffId) },
      {
        type: 'AuthoriseStaff',
        data: {
          ...body.admin,
          email: null,
          role: 'district-admin',
          scope: { kind: 'district' },
          sourcedId: null,
          identities: [{ provider: session.provider, subject: session.subject }],
        },
        key: `${key}/admin`,
        actor: operatorActor,
      },
    );
    const sid = this.cookies.read(request, 'sid');
    if (sid) await this.sessions.adopt(sid, id, staffId);
    return { id, version: founded.version };
  }
}
