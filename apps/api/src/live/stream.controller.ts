import { Controller, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { interval, map, merge, type Observable } from 'rxjs';
import { Caller } from '../edge/caller.js';
import { rules } from '../edge/route.js';
import { Hints } from './hints.js';

/**
 * Server-sent hints: the id is the position that the views have reached, the payload never more than topics. A client
 * that was away refetches what it shows; nothing is replayed, so `Last-Event-ID` needs no answer of its own.
 */
@Controller('v1/stream')
export class StreamController {
  constructor(private readonly hints: Hints) {}

  @Sse()
  @rules({ allow: 'read-inbox', about: 'district', command: false, judged: false, streams: true })
  @ApiOperation({
    operationId: 'listen',
    summary: 'Hints that there is something new (server-sent events)',
  })
  listen(@Caller() { district }: Caller): Observable<MessageEvent> {
    return merge(
      this.hints
        .of(district)
        .pipe(
          map(({ position }) => ({ id: String(position), type: 'changed', data: { position } })),
        ),
      interval(25_000).pipe(map(() => ({ type: 'heartbeat', data: {} }))),
    );
  }
}
