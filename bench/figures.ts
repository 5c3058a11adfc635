/** Computes and formats benchmark figures. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param share 0.5 for the median, 0.99 for the slowest of a hundred */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const ms = (value: number) => (value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`);

export const perSecond = (count: number, tookMs: number) => Math.round((count * 1000) / tookMs);

export function row(what: string, figure: string, ratio: string): void {
  console.log(`  ${what.padEnd(52)} ${figure.padEnd(32)} ${ratio}`);
}
