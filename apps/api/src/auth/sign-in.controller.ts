import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProblemError } from '../edge/problem-error.js';
import { Public, rules } from '../edge/route.js';
import { Views } from '../views.js';
import { Cookies } from './cookies.js';
import { IdentityProvider } from './provider.js';
import { Sessions } from './sessions.js';
import { SignIns } from './sign-ins.js';

/** Only a path of our own: an open redirect would lend our name to any page. */
const signInQuery = z.object({
  returnTo: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])/, 'must be a path of this site')
    .default('/'),
});
const withoutDistrict = {
  allow: 'signed-in',
  about: 'district',
  command: false,
  judged: false,
} as const;

/** Sign-in by OpenID Connect on the server: the browser only ever holds an opaque cookie. */
@Controller('v1/auth')
export class SignInController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly signIns: SignIns,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly views: Views,
  ) {}

  @Get('sign-in')
  @Public()
  @ApiOperation({ operationId: 'signIn', summary: 'Go to the district’s sign-in page' })
  async signIn(
    @Query({ schema: signInQuery }) { returnTo }: z.infer<typeof signInQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    // Cookies belong to one host: a visitor of `localhost` is sent to the address to which the provider comes back.
    if (request.host !== this.provider.home.host) {
      const there = new URL('/v1/auth/sign-in', this.provider.home);
      there.searchParams.set('returnTo', returnTo);
      await reply.redirect(there.href, 303);
      return;
    }
    const { to, remember } = await this.provider.begin(returnTo);
    await this.signIns.remember(remember);
    this.cookies.set(reply, 'sign-in', remember.state);
    await reply.redirect(to.href, 303);
  }

  @Get('callback')
  @Public()
  @ApiOperation({
    operationId: 'signInCallback',
    summary: 'Where the provider sends browsers back',
  })
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const query = new URL(request.url, 'http://localhost').search;
    const state = new URLSearchParams(query).get('state') ?? '';
    // The browser that comes back must be the one that was sent: a forged link signs nobody in as somebody else.
    const begun =
      state !== '' && this.cookies.read(request, 'sign-in') === state
        ? await this.signIns.take(state)
        : null;
    if (!begun)
      throw new ProblemError('sign_in_required', 'This sign-in has expired. Start it again.');
    const { provider, subject } = await this.provider.finish(query, { state, ...begun });
    const member = await this.views.directory.staffByIdentity(provider, subject);
    const before = this.cookies.read(request, 'sid');
    if (before) await this.sessions.end(before);
    const id = await this.sessions.start({
      provider,
      subject,
      district: member?.district ?? null,
      staffId: member?.staff.staff_id ?? null,
    });
    this.cookies.clear(reply, 'sign-in');
    this.cookies.set(reply, 'sid', id);
    await reply.redirect(begun.returnTo, 303);
  }

  @Post('sign-out')
  @HttpCode(204)
  @rules(withoutDistrict)
  @ApiOperation({ operationId: 'signOut', summary: 'End this session' })
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const id = this.cookies.read(request, 'sid');
    if (id) await this.sessions.end(id);
    this.cookies.clear(reply, 'sid');
  }

  @Post('lock')
  @HttpCode(204)
  @rules(withoutDistrict)
  @ApiOperation({ operationId: 'lock', summary: 'Show nothing until somebody signs in again' })
  async lock(@Req() request: FastifyRequest) {
    const id = this.cookies.read(request, 'sid');
    if (id) await this.sessions.lock(id);
  }
}
