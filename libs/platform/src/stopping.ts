/** A process that does not end in this time is ended: `aimline up` promises 15 s for all of them together. */
const PATIENCE = 4_000; // ms

/**
 * Calls `stop` once when this process is asked to end (SIGTERM, Ctrl-C) or when the `aimline up` that started it is
 * gone, however it went: then the IPC channel to it closes. Ends the process when `stop` is done.
 */
export function whenAskedToStop(stop: (why: string) => Promise<void>): void {
  let asked = false;
  const begin = (why: string) => {
    if (asked) return;
    asked = true;
    setTimeout(() => process.exit(1), PATIENCE).unref();
    stop(why).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => begin(signal));
  const orphaned = () => begin('the process that started this one is gone');
  process.once('disconnect', orphaned);
  if (process.send && !process.connected) orphaned();
  // Who read our log is gone too; that must not cut the stop short.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
