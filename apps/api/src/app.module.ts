import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Logger } from 'pino';
import { CommandHandler } from '#event-store/command-handler';
import { Destruction } from '#event-store/destruction';
import { EventStore } from '#event-store/event-store';
import { openRecord } from '#event-store/record';
import { ReferenceData } from '#event-store/reference-data';
import { Progress } from '#event-store/subscription/progress';
import { Authenticate } from './auth/authenticate.js';
import { Cookies } from './auth/cookies.js';
import { FileViews } from './auth/file-views.js';
import { Guard } from './auth/guard.js';
import { IdentityProvider } from './auth/provider.js';
import { Sessions } from './auth/sessions.js';
import { SignInController } from './auth/sign-in.controller.js';
import { SignIns } from './auth/sign-ins.js';
import { Whereabouts } from './auth/whereabouts.js';
import type { ApiConfig } from './config.js';
import { Connections } from './connections.js';
import { Database } from '#platform/app/database';
import { KeptFiles } from '#platform/app/files';
import { AnswerInterceptor } from './edge/answer.interceptor.js';
import { ProblemFilter } from './edge/problem.filter.js';
import { SchemaPipe } from './edge/validation.js';
import { HealthController } from './health/health.controller.js';
import { Hints } from './live/hints.js';
import { Positions } from './live/positions.js';
import { StreamController } from './live/stream.controller.js';
import { LOGGER } from './logging.js';
import { resourceControllers, resourceProviders } from './resources.js';
import { Settings } from './settings.js';
import { Submit } from './submit.js';
import { viewsOf } from '#read-models/views';
import { Views } from './views.js';

/** The local provider speaks for the user names of the roster, on whatever port it listens. */
function providerName(config: ApiConfig): string {
  return config.OIDC_PROVIDER ?? (config.AIMLINE_EMBEDDED ? 'roster' : config.OIDC_ISSUER);
}

/** The whole API over one PostgreSQL and one identity provider. */
@Module({})
export class AppModule {
  static over(config: ApiConfig, log: Logger): DynamicModule {
    const record = openRecord(config.DATABASE_URL, config.AIMLINE_MASTER_KEY);
    return {
      module: AppModule,
      controllers: [SignInController, HealthController, StreamController, ...resourceControllers],
      providers: [
        { provide: LOGGER, useValue: log },
        { provide: Database, useFactory: () => new Database(config.DATABASE_URL) },
        {
          provide: KeptFiles,
          inject: [Database],
          useFactory: (db: Database) => new KeptFiles(db.query, config.AIMLINE_MASTER_KEY),
        },
        { provide: EventStore, useValue: record.store },
        { provide: ReferenceData, useValue: record.reference },
        { provide: CommandHandler, useValue: record.handler },
        { provide: Destruction, useValue: new Destruction(record.store, record.handler) },
        { provide: Progress, useFactory: () => new Progress(config.DATABASE_URL) },
        { provide: Cookies, useValue: new Cookies(config.PUBLIC_URL) },
        {
          provide: IdentityProvider,
          useValue: new IdentityProvider({
            issuer: config.OIDC_ISSUER,
            clientId: config.OIDC_CLIENT_ID,
            clientSecret: config.OIDC_CLIENT_SECRET,
            name: providerName(config),
            redirectUri: `${config.PUBLIC_URL}/v1/auth/callback`,
          }),
        },
        {
          provide: Views,
          inject: [Database],
          useFactory: (db: Database) => viewsOf(db, record.store),
        },
        Settings,
        Submit,
        Sessions,
        SignIns,
        Authenticate,
        Whereabouts,
        FileViews,
        Positions,
        Connections,
        Hints,
        ...resourceProviders,
        { provide: APP_GUARD, useClass: Guard },
        { provide: APP_PIPE, useClass: SchemaPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
