import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigProblem, withSecretFiles } from './config.js';

/** What a connection to Temporal needs beside the address, in the shape that the SDK's clients and workers take. */
export type TemporalAccess = {
  apiKey?: string;
  tls?: {
    serverNameOverride?: string;
    serverRootCACertificate?: Buffer;
    clientCertPair?: { crt: Buffer; key: Buffer };
  };
};

/** The names are those of Temporal's own tools, so that one environment serves both. */
const settings = z.object({
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.stringbool({ error: 'must be true or false' }).optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
});
type Settings = z.infer<typeof settings>;
type Path = Extract<keyof Settings, `${string}_PATH`>;

/**
 * How Temporal is reached: in clear (nothing set), by TLS, with a client's certificate (mTLS), or with an API key, which implies TLS.
 * Throws one {@link ConfigProblem} with everything that is wrong; no value is repeated in it.
 */
export function temporalAccess(env: NodeJS.ProcessEnv = process.env): TemporalAccess {
  const problems: string[] = [];
  const names = [...Object.keys(settings.shape), 'TEMPORAL_API_KEY_FILE'];
  const own = Object.fromEntries(names.map((name) => [name, env[name]]));
  const parsed = settings.safeParse(withSecretFiles(own, (problem) => problems.push(problem)));
  for (const { path, message } of parsed.error?.issues ?? [])
    problems.push(`${path.join('.')} ${message}`);
  const access = parsed.success ? accessOf(parsed.data, problems) : {};
  if (problems.length > 0) throw new ConfigProblem(problems);
  return access;
}

function accessOf(given: Settings, problems: string[]): TemporalAccess {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_TLS: wanted, ...others } = given;
  const set = Object.entries(others).flatMap(([name, value]) => (value ? [name] : []));
  if (set.length === 0 && !wanted) return {};
  if (!address)
    problems.push(
      `${set[0] ?? 'TEMPORAL_TLS'} is set and TEMPORAL_ADDRESS is not: the server that we start ourselves is reached in clear`,
    );
  if (wanted === false)
    problems.push(`TEMPORAL_TLS is false and ${set[0]} is set; keep one of them`);
  const [certificate, key] = [
    'TEMPORAL_TLS_CLIENT_CERT_PATH',
    'TEMPORAL_TLS_CLIENT_KEY_PATH',
  ] as const;
  if (!given[certificate] !== !given[key])
    problems.push(`${certificate} and ${key} belong together; set both, or neither`);
  if (given.TEMPORAL_API_KEY && given[certificate])
    problems.push(`TEMPORAL_API_KEY and ${certificate} are both set; Temporal takes one of them`);

  const read = (name: Path, label: RegExp) => pem(name, given[name], label, problems);
  const authority = read('TEMPORAL_TLS_SERVER_CA_CERT_PATH', /CERTIFICATE/);
  const [crt, secret] = [read(certificate, /CERTIFICATE/), read(key, /PRIVATE KEY/)];
  return {
    ...(given.TEMPORAL_API_KEY && { apiKey: given.TEMPORAL_API_KEY }),
    tls: {
      ...(given.TEMPORAL_TLS_SERVER_NAME && { serverNameOverride: given.TEMPORAL_TLS_SERVER_NAME }),
      ...(authority && { serverRootCACertificate: authority }),
      ...(crt && secret && { clientCertPair: { crt, key: secret } }),
    },
  };
}

/** A file that is no PEM would be met only as a handshake that fails, which says nothing of the file. */
function pem(name: Path, path: string | undefined, label: RegExp, problems: string[]) {
  if (!path) return undefined;
  try {
    const bytes = readFileSync(path);
    if (new RegExp(`-----BEGIN [A-Z ]*${label.source}-----`).test(bytes.toString('latin1')))
      return bytes;
    problems.push(`${name} names a file that holds no PEM block "${label.source}"`);
  } catch (error) {
    problems.push(`${name} cannot be read: ${(error as Error).message}`);
  }
  return undefined;
}
