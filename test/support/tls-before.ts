import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';

/** Files of an invented authority, of the server that it signed for the name `frontend.invented`, and of a client. */
export type Certificates = Record<'ca' | 'server' | 'client', { crt: string; key: string }>;

export function inventedCertificates(): Certificates {
  const dir = mkdtempSync(join(tmpdir(), 'aimline-certificates-'));
  const files = (name: string) => ({
    crt: join(dir, `${name}.pem`),
    key: join(dir, `${name}.key`),
  });
  const openssl = (line: string) => execFileSync('openssl', line.split(' '), { stdio: 'ignore' });
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  const ca = files('ca');
  openssl(
    `req -x509 ${newKey} -keyout ${ca.key} -out ${ca.crt} -days 2 -subj /CN=authority.invented`,
  );
  const signed = (name: string) => {
    const own = files(name);
    const [request, extensions] = [join(dir, `${name}.csr`), join(dir, `${name}.ext`)];
    writeFileSync(extensions, 'subjectAltName=DNS:frontend.invented\n');
    openssl(`req ${newKey} -keyout ${own.key} -out ${request} -subj /CN=${name}.invented`);
    const by = `-CA ${ca.crt} -CAkey ${ca.key} -CAcreateserial`;
    openssl(`x509 -req -in ${request} ${by} -days 2 -extfile ${extensions} -out ${own.crt}`);
    return own;
  };
  return { ca, server: signed('server'), client: signed('client') };
}

/** Stands before a Temporal frontend as a cluster with mTLS does: whoever shows no certificate of the authority gets nothing. */
export async function mtlsBefore(
  address: string,
  { ca, server }: Certificates,
): Promise<{ address: string; close: () => Promise<void> }> {
  const [host, port] = address.split(':') as [string, string];
  const open = new Set<{ destroy: () => void }>();
  const front = createServer(
    {
      cert: readFileSync(server.crt),
      key: readFileSync(server.key),
      ca: readFileSync(ca.crt),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (near) => {
      const far = connect(Number(port), host);
      for (const [one, other] of [[near, far] as const, [far, near] as const]) {
        open.add(one);
        one.on('error', () => other.destroy()).on('close', () => open.delete(one));
        one.pipe(other);
      }
    },
  );
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const { port: at } = front.address() as { port: number };
  return {
    address: `127.0.0.1:${at}`,
    close: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
