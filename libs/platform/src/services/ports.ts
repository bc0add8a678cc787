import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import type { AimlineHome } from './aimline-home.js';
import type { Say } from './service-problem.js';

/** The ports of one checkout, all on loopback, so that two checkouts run side by side. */
export const portNames = [
  'postgres',
  'temporal',
  'temporalHttp',
  'temporalHistory',
  'temporalMatching',
  'temporalWorker',
  'temporalFrontendMembership',
  'temporalHistoryMembership',
  'temporalMatchingMembership',
  'temporalWorkerMembership',
  'devIdp',
  'workerHealth',
  'apiMetrics',
  'workerMetrics',
] as const;
export type PortName = (typeof portNames)[number];
export type Ports = Record<PortName, number>;

/** The ports of this home: chosen once and kept, so that bookmarks and open connections stay true. */
export async function ownPorts(home: AimlineHome): Promise<Ports> {
  const kept = await keptPorts(home);
  const missing = portNames.filter((name) => !kept[name]);
  if (missing.length > 0) await choose(home, kept, missing);
  return kept as Ports;
}

/** Before a service starts: a port that something else has taken meanwhile is exchanged for another, and said. */
export async function freePorts(
  home: AimlineHome,
  names: readonly PortName[],
  say: Say,
): Promise<Ports> {
  const ports = await ownPorts(home);
  const taken: PortName[] = [];
  for (const name of names) if (!(await isPortFree(ports[name]))) taken.push(name);
  for (const name of taken) say(`port ${ports[name]} (${name}) is taken; choosing another`);
  if (taken.length > 0) await choose(home, ports, taken);
  return ports;
}

export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, host, () => probe.close(() => done(true)));
  });
}

/** A port that nobody has just now, for a moment's use. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function choose(home: AimlineHome, ports: Partial<Ports>, names: PortName[]): Promise<void> {
  const used = new Set(Object.values(ports));
  for (const name of names) {
    let port = randomPort();
    while (used.has(port) || !(await isPortFree(port))) port = randomPort();
    used.add(port);
    ports[name] = port;
  }
  await writeFile(home.portsFile, `${JSON.stringify(ports, null, 2)}\n`);
}

/** Below 32768, where Linux begins to hand out ports for outgoing connections. */
const randomPort = () => randomInt(20_000, 32_000);

async function keptPorts(home: AimlineHome): Promise<Partial<Ports>> {
  try {
    const kept = JSON.parse(await readFile(home.portsFile, 'utf8')) as Record<string, unknown>;
    const valid = portNames.filter((name) => Number.isInteger(kept[name]));
    return Object.fromEntries(valid.map((name) => [name, kept[name]])) as Partial<Ports>;
  } catch {
    return {};
  }
}
