import { describe, expect, test } from '@jest/globals';
import { until } from '../../dev/stack/processes.js';
import { Supervised, type Part } from '../../dev/stack/supervisor.js';

const LIMIT_MS = 10_000;

/** A part that exits when the test tells it to. */
function part(address?: string): Part & { die(): void; stopped: boolean } {
  let die = () => {};
  const exited = new Promise<void>((resolve) => (die = resolve));
  const self = { address, exited, die, stopped: false, kill: die, stop: () => Promise.resolve() };
  self.stop = () => {
    self.stopped = true;
    die();
    return exited;
  };
  return self;
}

describe('a supervised part', () => {
  test('that fails to start the first time isn’t retried', async () => {
    const supervised = new Supervised(
      'It',
      () => Promise.reject(new Error('no disk')),
      () => undefined,
    );
    await expect(supervised.start()).rejects.toThrow('no disk');
    await supervised.stop();
  });

  test('is restarted until it comes up, and each failure is reported', async () => {
    const said: string[] = [];
    const [first, second] = [part(), part()];
    const launches: (() => Promise<Part>)[] = [
      () => Promise.resolve(first),
      () => Promise.reject(new Error('still in use\nand more')),
      () => Promise.resolve(second),
    ];
    const supervised = new Supervised(
      'It',
      () => launches.shift()!(),
      (line) => said.push(line),
    );
    await supervised.start();
    first.die();
    await until(() => said.includes('It is running again'), LIMIT_MS);
    expect(said).toEqual([
      'It stopped unexpectedly; starting it again',
      expect.stringMatching(/^It didn’t start; trying again in [\d.]+ s: still in use$/),
      'It is running again',
    ]);
    await supervised.stop();
    expect(second.stopped).toBe(true);
  });

  test('that comes back at another address is stopped and restarted, because others know only the first one', async () => {
    const said: string[] = [];
    const [first, elsewhere, back] = [part('127.0.0.1:1'), part('127.0.0.1:2'), part('127.0.0.1:1')];
    const launches = [first, elsewhere, back];
    const supervised = new Supervised(
      'It',
      () => Promise.resolve(launches.shift()!),
      (line) => said.push(line),
    );
    await supervised.start();
    first.die();
    await until(() => said.includes('It is running again'), LIMIT_MS);
    expect(elsewhere.stopped).toBe(true);
    expect(said[1]).toContain('another program has taken 127.0.0.1:1');
    await supervised.stop();
  });

  test('isn’t restarted while it is being stopped', async () => {
    let launches = 0;
    const only = part();
    const supervised = new Supervised(
      'It',
      () => Promise.resolve((launches++, only)),
      () => undefined,
    );
    await supervised.start();
    await supervised.stop();
    await only.exited;
    expect(launches).toBe(1);
  });
});
