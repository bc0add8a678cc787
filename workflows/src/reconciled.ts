/** Rows of one table of the views that were not what the log says: changed, not there, or of nothing in the log. */
export type MendedRows = { table: string; changed: number; missing: number; extra: number };

/** A subscription that had not reached the head of its log though it was waited for. */
export type Behind = { district: string; subscription: string; events: number; stopped: boolean };

/**
 * How the log and what derives from it compare: ids and counts only. `ahead`: runs that knew more than the log, which
 * went back by a restore. `surplus`: runs whose process is closed. `views.streams` of `views.of` were compared: a long log
 * takes several nights.
 */
export type Reconciled = {
  open: number;
  started: number;
  surplus: number;
  ahead: number;
  behind: readonly Behind[];
  views: { streams: number; of: number; differences: readonly MendedRows[] };
};

/** A sentence for each thing that was compared. @param repaired false: it was only looked at */
export function reconciledInWords(found: Reconciled, repaired: boolean): string {
  const { open, started, surplus, ahead, behind, views } = found;
  const compared =
    views.streams === views.of
      ? `the rows of all ${views.of} streams`
      : `the rows of ${views.streams} of ${views.of} streams (the rest in other nights)`;
  const rows = views.differences.map(
    ({ table, changed, missing, extra }) =>
      `${table}: ${[`${changed} changed`, `${missing} missing`, `${extra} too many`].filter((count) => !count.startsWith('0 ')).join(', ')}`,
  );
  return [
    `${open} processes are open; ${started} had no workflow${repaired && started > 0 ? ' and were given one' : ''}; ${surplus} workflows had no open process${repaired && surplus > 0 ? ' and were told to look again' : ''}.`,
    ...(ahead > 0
      ? [
          `${ahead} workflows knew more than the log, which went back by a restore${repaired ? '; they were started anew' : ''}.`,
        ]
      : []),
    ...(behind.length === 0
      ? ['Every subscription is at the head of its log.']
      : behind.map(
          ({ district, subscription, events, stopped }) =>
            `${subscription} of district ${district} is ${events} events behind${stopped ? ' and has stopped: see `npx aimline status`' : ''}.`,
        )),
    rows.length === 0
      ? `The views are what the log says: ${compared} were compared.`
      : `The views were not what the log says${repaired ? ' and were mended' : ''}: ${rows.join('; ')}; ${compared} were compared.`,
  ].join('\n');
}

/** True if nothing differs. */
export function agrees({ started, surplus, ahead, behind, views }: Reconciled): boolean {
  return started + surplus + ahead === 0 && behind.length === 0 && views.differences.length === 0;
}
