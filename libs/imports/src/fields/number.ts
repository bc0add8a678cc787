/** The number that a cell prints, null for a word, a letter or nothing; `1,234` and `12%` are left to people. */
export function numberOf(text: string): number | null {
  const cell = text.trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
