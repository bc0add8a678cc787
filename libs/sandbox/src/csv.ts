/** A CSV file as vendors write it: comma, quotes where needed, one newline at the end. */
export function csvFile(
  header: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
  options: { quoteAll: boolean } = { quoteAll: false },
): Uint8Array {
  const quote = (cell: string) =>
    options.quoteAll || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = rows.map((row) => header.map((name) => quote(row[name] ?? '')).join(','));
  return new TextEncoder().encode([header.map(quote).join(','), ...lines, ''].join('\n'));
}
