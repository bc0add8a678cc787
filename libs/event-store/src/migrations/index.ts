import { EsAppend1790000000050 } from './es-append.js';
import { EsChain1790000000003 } from './es-chain.js';
import { EsAppendOnly1790000000002 } from './es-append-only.js';
import { EsCheckpoints1790000000005 } from './es-checkpoints.js';
import { EsFunctions1790000000030 } from './es-functions.js';
import { EsParkedRetry1790000000040 } from './es-parked-retry.js';
import { EsSubscriptions1790000000004 } from './es-subscriptions.js';
import { Vault1790000000010 } from './vault.js';
import { EsTables1790000000001 } from './es-tables.js';
import { Unsampled1790000000020 } from './unsampled.js';

/** The record's own migrations, in order; read models and apps add theirs. */
export const esMigrations = [
  EsTables1790000000001,
  EsAppendOnly1790000000002,
  EsChain1790000000003,
  EsSubscriptions1790000000004,
  EsCheckpoints1790000000005,
  Vault1790000000010,
  Unsampled1790000000020,
  EsFunctions1790000000030,
  EsParkedRetry1790000000040,
  EsAppend1790000000050,
];
