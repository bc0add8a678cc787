/** A figure in a sentence: at most two decimals. */
export function decimal(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'undefined';
  const hundredths = Math.round(value * 100);
  return String(Number.isFinite(hundredths) ? hundredths / 100 : value);
}

/** A fraction in a sentence: 0.889 → 88.9 %. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
