import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** The process's one logger: JSON lines on stdout, neither bodies nor query strings nor names. */
export const LOGGER = Symbol('logger');

export function createLogger(level: string): Logger {
  return pino({ level, base: { app: 'api' }, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Nest's own words through the same logger; its start-up chatter is for debugging. */
export function nestLogger(log: Logger): LoggerService {
  const text = (message: unknown) =>
    message instanceof Error ? message.name : String(message).slice(0, 500);
  return {
    log: (message: unknown, context?: string) => log.debug({ context }, text(message)),
    debug: (message: unknown, context?: string) => log.debug({ context }, text(message)),
    verbose: (message: unknown, context?: string) => log.trace({ context }, text(message)),
    warn: (message: unknown, context?: string) => log.warn({ context }, text(message)),
    error: (message: unknown) => log.error(text(message)),
    fatal: (message: unknown) => log.fatal(text(message)),
  };
}
