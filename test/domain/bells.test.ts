/** A bell wakes whoever waits, now or later, and no ring is lost between looking and waiting. */
import { expect, it } from '@jest/globals';
import { Bells } from '../../platform/bells.js';

/** Longer than any test. */
const LONG_MS = 600_000;
const never = new AbortController().signal;

it('wakes everyone who listens to a name, and no one else', async () => {
  const bells = new Bells();
  const [one, two, other] = [bells.listen('a'), bells.listen('a'), bells.listen('b')];
  const woken: string[] = [];
  const stop = new AbortController();
  const waits = [one.wait(LONG_MS, never), two.wait(LONG_MS, never)];
  const others = other.wait(LONG_MS, stop.signal).then(() => woken.push('b'));
  bells.ring('a');
  await Promise.all(waits);
  expect(woken).toEqual([]);
  expect([one.wasRung, two.wasRung, other.wasRung]).toEqual([true, true, false]);
  stop.abort();
  await others;
});

it('isn’t lost when it rings before the wait, and is forgotten at a reset', async () => {
  const bells = new Bells();
  const bell = bells.listen('a');
  bells.ring('a');
  await bell.wait(LONG_MS, never);
  bell.reset();
  expect(bell.wasRung).toBe(false);
  await bell.wait(1, never);
});

it('rings later if it’s told so, and a sooner ring counts', async () => {
  const bells = new Bells();
  const bell = bells.listen('a');
  const wait = bell.wait(LONG_MS, never);
  bells.ring('a', LONG_MS);
  bells.ring('a', 5);
  bells.ring('a', LONG_MS);
  await wait;
});

it('rings for all', async () => {
  const bells = new Bells();
  const waits = [bells.listen('a').wait(LONG_MS, never), bells.listen('b').wait(LONG_MS, never)];
  bells.ringAll();
  await Promise.all(waits);
});

it('stops waiting at once when the signal is aborted before or during the wait', async () => {
  const bell = new Bells().listen('a');
  const stop = new AbortController();
  const wait = bell.wait(LONG_MS, stop.signal);
  stop.abort();
  await wait;
  await bell.wait(LONG_MS, stop.signal);
});

it('counts who listens until they are silent', () => {
  const bells = new Bells();
  const [one, two] = [bells.listen('a'), bells.listen('a')];
  expect(bells.count).toBe(2);
  one.silence();
  expect(bells.count).toBe(1);
  two.silence();
  expect(bells.count).toBe(0);
  bells.ring('a');
  expect([one.wasRung, two.wasRung]).toEqual([false, false]);
});
