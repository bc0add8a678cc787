import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Database } from '#platform/app/database';
import { Public } from '../edge/route.js';

/** For supervisors and load balancers. Temporal is not asked: people can work while it is down. */
@Controller('health')
export class HealthController {
  constructor(private readonly db: Database) {}

  @Get('live')
  @Public()
  @ApiOperation({ operationId: 'live', summary: 'The process runs' })
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ operationId: 'ready', summary: 'PostgreSQL answers and is migrated' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    try {
      await this.db.query('select from app.sessions, rm.schools, es.log limit 1');
      return { status: 'ready' };
    } catch {
      void reply.status(503).header('retry-after', '2');
      return { status: 'waiting', for: 'postgresql' };
    }
  }
}
