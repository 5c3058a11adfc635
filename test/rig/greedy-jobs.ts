/** Jobs that a thread must not finish. */
import { job } from '../../platform/threads.js';

export const fillMemory = job(import.meta.url, 'fillMemory', () => {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => `${kept.length} ${i}`));
});

export const neverEnd = job(import.meta.url, 'neverEnd', () => {
  for (;;);
});
