import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventStore } from '#event-store/event-store';
import { Progress } from '#event-store/subscription/progress';
import { Database } from '#platform/app/database';

/** Opens and closes what the API holds of PostgreSQL; each reconnects by itself when the server comes back. */
@Injectable()
export class Connections implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly store: EventStore,
    private readonly progress: Progress,
    private readonly db: Database,
  ) {}

  onModuleInit(): void {
    this.progress.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.progress.stop();
    await this.store.close();
    await this.db.close();
  }
}
