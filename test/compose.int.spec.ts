import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutRoot } from '#platform/services/aimline-home';
import { goToolchain } from '#platform/services/temporal-binaries';

/**
 * docker-compose.yml, read by the loader that Docker Compose itself uses: whether an engine is there or not, a file
 * that it would refuse is found.
 */

const root = checkoutRoot(import.meta.dirname);
const composeFile = join(root, 'docker-compose.yml');
const text = readFileSync(composeFile, 'utf8');
let folder: string;
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aimline-compose-'));
  program = join(folder, 'compose-check');
  const go = goToolchain();
  expect(go, 'Go is needed to run Docker’s own loader').not.toBeNull();
  const built = spawnSync(go!, ['build', '-mod=readonly', '-o', program, '.'], {
    cwd: join(root, 'infra', 'compose-check'),
    encoding: 'utf8',
  });
  expect(built.stderr + built.stdout).not.toMatch(/error|cannot/i);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = {
  PUBLIC_URL: 'https://aimline.example.org',
  OIDC_ISSUER: 'https://login.example.org',
};

function load(file: string, env: NodeJS.ProcessEnv = settings) {
  const ran = spawnSync(program, [file], { env, encoding: 'utf8', maxBuffer: 10_000_000 });
  return { accepted: ran.status === 0, reason: ran.stderr, stdout: ran.stdout };
}

/** Loads a file that differs from ours by one replacement, which must have found its place. */
function loadBroken(from: string | RegExp, to: string) {
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);
  const file = join(folder, 'broken.yml');
  writeFileSync(file, broken);
  return load(file);
}

type Service = {
  image?: string;
  build?: { target: string; dockerfile: string };
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  secrets?: { source: string }[];
  ports?: { host_ip: string; target: number }[];
  networks: Record<string, unknown>;
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  volumes?: { source: string; target: string }[];
};
type Project = {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean }>;
};

const project = (): Project => JSON.parse(load(composeFile).stdout) as Project;

test('the file loads and holds the promised services', () => {
  expect(load(composeFile).reason).toBe('');
  const { services } = project();
  for (const name of ['postgres', 'temporal', 'migrate', 'api', 'worker'])
    expect(services, name).toHaveProperty(name);
  expect(services['temporal']!.image).toMatch(/^temporalio\/server:1\.32\./);
  expect(services['temporal-schema']!.image).toMatch(/^temporalio\/admin-tools:1\.32\./);
});

test('whatever runs for long says whether it is healthy, and comes back after a restart of the machine', () => {
  const { services } = project();
  for (const name of ['postgres', 'temporal', 'api', 'worker']) {
    expect(services[name]!.healthcheck?.test.length, name).toBeGreaterThan(1);
    expect(services[name]!.restart, name).toBe('unless-stopped');
  }
});

test('nothing starts before what it needs: migrations after a healthy database, API and worker after migrations', () => {
  const { services } = project();
  const waits = (name: string) =>
    Object.fromEntries(
      Object.entries(services[name]!.depends_on ?? {}).map(([on, { condition }]) => [
        on,
        condition,
      ]),
    );
  expect(waits('migrate')).toEqual({ postgres: 'service_healthy' });
  expect(waits('temporal')).toMatchObject({ 'temporal-schema': 'service_completed_successfully' });
  for (const name of ['api', 'worker'])
    expect(waits(name)).toEqual({
      migrate: 'service_completed_successfully',
      'temporal-namespace': 'service_completed_successfully',
    });
});

test('secrets come by file: none stands in an environment', () => {
  const { services, secrets } = project();
  for (const [name, service] of Object.entries(services)) {
    for (const [key, value] of Object.entries(service.environment ?? {}))
      if (/PASSWORD|SECRET|KEY|DATABASE_URL|PWD/.test(key))
        expect(`${name} ${key} ${value}`).toMatch(/_FILE \/run\/secrets\//);
    for (const { source } of service.secrets ?? []) expect(secrets, name).toHaveProperty(source);
  }
  const made = readFileSync(join(root, 'infra', 'make-secrets.sh'), 'utf8');
  for (const [name, { file }] of Object.entries(secrets)) {
    expect(file).toBe(join(root, 'secrets', name));
    expect(made).toContain(name);
  }
});

test('the login that owns the database is the migration’s alone; whatever serves people has another', () => {
  const { services } = project();
  const owners = Object.entries(services).filter(
    ([, { environment = {}, secrets = [] }]) =>
      'DATABASE_MIGRATION_URL_FILE' in environment ||
      secrets.some(({ source }) => source === 'database-migration-url'),
  );
  expect(owners.map(([name]) => name)).toEqual(['migrate']);
});

test('the secrets name two logins; an address of before stays the owner’s, wherever it leads', () => {
  const run = (before: Record<string, string>) => {
    const at = mkdtempSync(join(folder, 'secrets-'));
    mkdirSync(join(at, 'infra'));
    mkdirSync(join(at, 'secrets'));
    cpSync(join(root, 'infra', 'make-secrets.sh'), join(at, 'infra', 'make-secrets.sh'));
    for (const [name, text] of Object.entries(before))
      writeFileSync(join(at, 'secrets', name), text);
    const made = () => {
      expect(spawnSync('sh', ['infra/make-secrets.sh'], { cwd: at }).status).toBe(0);
      return ['database-migration-url', 'database-url'].map((name) =>
        readFileSync(join(at, 'secrets', name), 'utf8').trim(),
      );
    };
    const first = made();
    expect(made()).toEqual(first);
    return first;
  };
  const [owner, application] = run({});
  expect(owner).toMatch(/^postgres:\/\/aimline:[0-9a-f]{64}@postgres:5432\/aimline$/);
  expect(application).toMatch(/^postgres:\/\/aimline_app:[0-9a-f]{64}@postgres:5432\/aimline$/);
  const before = 'postgresql://us:pw@db.example.org:5433/ours?sslmode=require';
  const [kept, beside] = run({ 'database-url': before });
  expect(kept).toBe(before);
  expect(beside).toMatch(
    /^postgres:\/\/aimline_app:[0-9a-f]{64}@db\.example\.org:5433\/ours\?sslmode=require$/,
  );
});

test('only the API is published, on loopback; database and Temporal have no way out', () => {
  const { services, networks } = project();
  const published = Object.entries(services).filter(([, service]) => service.ports);
  expect(published.map(([name]) => name)).toEqual(['api']);
  expect(services['api']!.ports).toMatchObject([{ host_ip: '127.0.0.1', target: 3000 }]);
  expect(networks['inside']!.internal).toBe(true);
  expect(Object.keys(services['postgres']!.networks)).toEqual(['inside']);
  expect(Object.keys(services['temporal']!.networks)).toEqual(['inside']);
});

test('the record lies in a volume of its own', () => {
  const { services, volumes } = project();
  expect(volumes).toHaveProperty('postgres-data');
  expect(services['postgres']!.volumes).toContainEqual(
    expect.objectContaining({ source: 'postgres-data', target: '/var/lib/postgresql' }),
  );
});

test('our images exist in the Dockerfile, run as a plain user under tini, and change nothing on their disk', () => {
  const { services } = project();
  const dockerfile = readFileSync(join(root, 'infra', 'Dockerfile'), 'utf8');
  for (const name of ['migrate', 'api', 'worker']) {
    const { build, read_only, cap_drop } = services[name]!;
    expect(build?.dockerfile).toBe('infra/Dockerfile');
    expect(dockerfile).toMatch(new RegExp(`^FROM runtime AS ${build!.target}$`, 'm'));
    expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ['ALL'] });
  }
  const [, runtime] = dockerfile.split('AS runtime');
  expect(runtime).toMatch(/^USER node$/m);
  expect(runtime).toContain('tini');
});

test.each([
  ['a misspelt key', /^ {4}depends_on:/m, '    depend_on:'],
  [
    'a service that waits for one that does not exist',
    'migrate: { condition',
    'migration: { condition',
  ],
  [
    'a secret that nobody defines',
    'secrets: [database-url, master-key]',
    'secrets: [database-uri, master-key]',
  ],
  ['a volume that nobody defines', 'postgres-data:/var', 'postgres-date:/var'],
  ['a network that nobody defines', 'networks: [inside, outside]', 'networks: [inside, outdoors]'],
  ['a duration that is none', 'interval: 5s', 'interval: soon'],
  ['a port that is none', '-3000}:3000', '-3000}:web'],
  ['broken YAML', 'services:\n', 'services: [\n'],
  ['an anchor that does not exist', '<<: *temporal-tools', '<<: *temporal-tool'],
])('%s is refused', (_, from, to) => {
  const { accepted, reason } = loadBroken(from, to);
  expect(accepted, reason).toBe(false);
  expect(reason).not.toBe('');
});

test('a setting that only the district can know is asked for by name', () => {
  const { accepted, reason } = load(composeFile, { OIDC_ISSUER: 'https://login.example.org' });
  expect(accepted).toBe(false);
  expect(reason).toContain('PUBLIC_URL');
});
