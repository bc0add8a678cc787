import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * The environment of every Aimline process (interfaces.md 4). A process names the parts that it needs:
 *
 *     const config = readConfig({ ...databaseConfig, ...oidcConfig, ...serverConfig });
 *
 * Any variable that holds a secret may be given as `<NAME>_FILE`, a path to a file with the value.
 */
export const databaseConfig = {
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/aimline'),
};

/** Who owns the database, and changes its schemas: `aimline db migrate` alone. Unset: DATABASE_URL does that too. */
export const migrationConfig = {
  DATABASE_MIGRATION_URL: url(
    ['postgres:', 'postgresql:'],
    'postgres://owner:password@host:5432/aimline',
  ).optional(),
};

export const temporalConfig = {
  TEMPORAL_ADDRESS: z
    .string({ error: 'is missing: the address of the Temporal frontend, such as 127.0.0.1:7233' })
    .regex(/^[^\s/]+:\d+$/, 'must be host:port, such as 127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('aimline'),
};

export const keyConfig = { AIMLINE_MASTER_KEY: masterKey() };

export const serverConfig = {
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port().default(3000),
  /** Where browsers reach us; cookies, links in letters and the OIDC redirect are built from it. No slash at its end. */
  PUBLIC_URL: url(['http:', 'https:'], 'https://aimline.example.org').transform(withoutSlash),
};

export const oidcConfig = {
  OIDC_ISSUER: url(['http:', 'https:'], 'https://login.example.org').transform(withoutSlash),
  OIDC_CLIENT_ID: required('the id under which Aimline is registered there'),
  OIDC_CLIENT_SECRET: required('the secret that belongs to OIDC_CLIENT_ID'),
};

export const mailConfig = {
  /** Unset: letters and mails are kept in the built-in mailbox page. */
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.org').optional(),
};

export const workerConfig = {
  WORKER_HEALTH_PORT: port().default(3001),
  /** Workflows begun in bulk a second; docs/reference/load.md says how to choose these two. */
  WORKER_BULK_STARTS: count(1, 10_000).default(100),
  /** Idle runs kept in memory; one beyond them is replayed when it wakes. */
  WORKER_CACHED_RUNS: count(100, 100_000).default(4_000),
};

/** Where each process shows its figures to Prometheus: for the inside of a network only. Unset: nowhere. */
export const metricsConfig = {
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  API_METRICS_PORT: port().optional(),
  WORKER_METRICS_PORT: port().optional(),
};

/** What every process understands, whatever else it needs. */
const everyProcess = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** Set by `aimline up` for its children: the development identity provider refuses to start without it. */
  AIMLINE_EMBEDDED: z.stringbool().default(false),
  NODE_ENV: z.string().optional(),
};

const KNOWN_AIMLINE_NAMES = new Set([
  'AIMLINE_HOME',
  'AIMLINE_CACHE',
  'AIMLINE_CHECKPOINTS_DIR',
  'AIMLINE_EMBEDDED',
  'AIMLINE_MASTER_KEY',
  'AIMLINE_MASTER_KEY_FILE',
  'AIMLINE_SAMPLES',
  'AIMLINE_TEST_DATABASE_URL',
]);

const MAY_COME_FROM_A_FILE = [
  'AIMLINE_MASTER_KEY',
  'DATABASE_MIGRATION_URL',
  'DATABASE_URL',
  'OIDC_CLIENT_SECRET',
  'SMTP_URL',
  'TEMPORAL_API_KEY',
];

type Parsed<Parts extends z.ZodRawShape> = z.infer<z.ZodObject<Parts & typeof everyProcess>>;

/** Everything that is wrong with the environment, in one message. Exit code 2. */
export class ConfigProblem extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment does not fit:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigProblem';
  }
}

/** Parses the environment; throws one ConfigProblem that lists every problem. An empty variable is an unset one. */
export function readConfig<Parts extends z.ZodRawShape>(
  parts: Parts,
  env: NodeJS.ProcessEnv = process.env,
): Parsed<Parts> {
  const problems = unknownNames(env);
  const given = withSecretFiles(env, (problem) => problems.push(problem));
  const parsed = z.object({ ...everyProcess, ...parts }).safeParse(given);
  for (const issue of parsed.error?.issues ?? [])
    if (!problems.some((known) => known.startsWith(`${issue.path[0] as string}_FILE`)))
      problems.push(`${issue.path.join('.')} ${issue.message}`);
  if (problems.length > 0) throw new ConfigProblem(problems);
  return parsed.data as Parsed<Parts>;
}

/** A misspelt name would otherwise be a setting that silently does nothing. */
export function unknownNames(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('AIMLINE_') && !KNOWN_AIMLINE_NAMES.has(name))
    .map(
      (name) => `${name} is no setting of Aimline; it knows ${[...KNOWN_AIMLINE_NAMES].join(', ')}`,
    );
}

/** The environment with every `<NAME>_FILE` read into `<NAME>`, and without empty variables. */
export function withSecretFiles(
  env: NodeJS.ProcessEnv,
  onProblem: (problem: string) => void,
): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]);
  const given: Record<string, string> = Object.fromEntries(set);
  for (const name of MAY_COME_FROM_A_FILE) {
    const file = given[`${name}_FILE`];
    if (!file) continue;
    if (given[name]) onProblem(`${name}_FILE and ${name} are both set; keep one of them`);
    try {
      given[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      onProblem(`${name}_FILE cannot be read: ${(error as Error).message}`);
    }
  }
  return given;
}

/** What a command that needs the database is given, whichever way; null where it is not. */
export type GivenDatabase = { url: string | null; migrationUrl: string | null };

/** Throws {@link ConfigProblem}. */
export function givenDatabase(env: NodeJS.ProcessEnv): GivenDatabase {
  const names = Object.keys({ ...databaseConfig, ...migrationConfig });
  const problems: string[] = [];
  const given = withSecretFiles(
    Object.fromEntries(names.flatMap((n) => [n, `${n}_FILE`]).map((n) => [n, env[n]])),
    (problem) => problems.push(problem),
  );
  const { DATABASE_MIGRATION_URL: migrationUrl } = given;
  if (migrationUrl && !migrationConfig.DATABASE_MIGRATION_URL.safeParse(migrationUrl).success)
    problems.push(
      'DATABASE_MIGRATION_URL must be a URL such as postgres://owner:password@host:5432/aimline',
    );
  if (migrationUrl && !given['DATABASE_URL'])
    problems.push('DATABASE_MIGRATION_URL is set and DATABASE_URL is not; set both, or neither');
  if (problems.length > 0) throw new ConfigProblem(problems);
  return { url: given['DATABASE_URL'] ?? null, migrationUrl: migrationUrl ?? null };
}

function url(protocols: string[], example: string) {
  return z.string({ error: `is missing: a URL such as ${example}` }).refine(
    (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
    `must be a URL such as ${example}`, // the value is not repeated: it may hold a password
  );
}

function required(what: string) {
  return z.string({ error: `is missing: ${what}` });
}

function port() {
  return z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a port number')
    .min(1, 'must be a port number from 1 to 65535')
    .max(65_535, 'must be a port number from 1 to 65535');
}

function count(min: number, max: number) {
  const words = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error: words }).int(words).min(min, words).max(max, words);
}

/** 32 bytes, as 64 hex digits or in base64. */
function masterKey() {
  return z
    .string({
      error:
        'is missing (or AIMLINE_MASTER_KEY_FILE): 32 bytes, such as `openssl rand -hex 32` gives',
    })
    .transform((text) => Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64'))
    .refine(
      (key) => key.length === 32,
      'must be 32 bytes, as 64 hex digits or in base64 (`openssl rand -hex 32`)',
    );
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
