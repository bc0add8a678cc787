import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from './provider.js';

type CookieName = 'sid' | 'sign-in';

/** Host-only cookies out of reach of scripts; over plain http (loopback only) a browser takes neither Secure nor `__Host-`. */
export class Cookies {
  private readonly secure: boolean;

  constructor(publicUrl: string) {
    const { protocol, hostname } = new URL(publicUrl);
    this.secure = protocol === 'https:';
    if (!this.secure && !isLoopback(hostname))
      throw new Error(
        `PUBLIC_URL ${publicUrl} is plain http to another machine: sign-ins could be read on the way. Use https.`,
      );
  }

  read(request: FastifyRequest, name: CookieName): string | null {
    return request.cookies[this.named(name)] ?? null;
  }

  set(reply: FastifyReply, name: CookieName, value: string): void {
    void reply.setCookie(this.named(name), value, this.options);
  }

  clear(reply: FastifyReply, name: CookieName): void {
    void reply.clearCookie(this.named(name), this.options);
  }

  private get options() {
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' as const };
  }

  private named(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }
}
