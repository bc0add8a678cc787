import { once } from 'node:events';
import net from 'node:net';

/** A wire to a PostgreSQL that a test can cut just when an answer comes back. */
export class CuttableWire {
  /** The connection on which the next answer comes is cut before the answer is passed on. */
  cutNextAnswer = false;
  private answersLeft = Infinity;
  private readonly open = new Set<net.Socket>();
  private refusing = false;

  private constructor(
    private readonly server: net.Server,
    readonly url: string,
  ) {}

  static async to(databaseUrl: string): Promise<CuttableWire> {
    const target = new URL(databaseUrl);
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as net.AddressInfo).port);
    const wire = new CuttableWire(server, url.href);
    server.on('connection', (near) => {
      if (wire.refusing) return void near.destroy();
      const far = net.connect(Number(target.port), target.hostname);
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      far.on('error', () => near.destroy()).on('close', () => near.destroy());
      wire.open.add(near);
      near.on('close', () => wire.open.delete(near));
      near.pipe(far);
      far.on('data', (bytes) => {
        if (!wire.cutNextAnswer && wire.answersLeft > 0) {
          wire.answersLeft -= 1;
          return near.write(bytes);
        }
        wire.cutNextAnswer = false;
        return near.destroy();
      });
    });
    return wire;
  }

  /** So many more pieces come back, of all connections together; with the next one everything is cut. */
  cutAfter(answers: number): void {
    this.answersLeft = answers;
  }

  /** Cuts every connection, whatever is on its way. */
  cut(): void {
    for (const socket of this.open) socket.destroy();
  }

  /** Cuts every connection and lets none through, until {@link accept}. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  accept(): void {
    this.refusing = false;
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }
}
