/** The Mann-Whitney test: whether values of one sample tend to be larger than those of another, whatever they're distributed like. */

/** Returns the two-sided p-value, by the normal approximation with ties counted, which is exact enough from some dozens of values on. */
export function rankTest(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((one, other) => one.value - other.value);
  let [rankSum, ties] = [0, 0];
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]!.value === all[from]!.value) to += 1;
    const [count, rank] = [to - from, (from + 1 + to) / 2];
    for (let n = from; n < to; n += 1) if (all[n]!.isA) rankSum += rank;
    ties += count ** 3 - count;
    from = to;
  }
  const [n, m, total] = [a.length, b.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance === 0) return 1;
  return 2 * upperTail(Math.abs(u - (n * m) / 2) / Math.sqrt(variance));
}

/** Returns the probability that a standard normal value is larger (Abramowitz and Stegun, 7.1.26; off by less than 2e-7). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.3275911 * (z / Math.SQRT2));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 0.5 * series * Math.exp(-(z * z) / 2);
}
