/** Does work for numbers from 0 up to `count`, that many at once. Returns the milliseconds that all of it took. */
export async function inFlight(width: number, count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let n = next++; n < count; n = next++) await work(n);
    }),
  );
  return performance.now() - startedAt;
}
