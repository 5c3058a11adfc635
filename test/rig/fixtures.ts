/**
 * Fixtures: what tests need, created before them and closed after them in reverse order. A fixture is used as if it were the thing itself,
 * which doesn't exist until the tests run: `const site = sharedFixture(createSite)` at the top of a file or a describe block.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';

type Make<T> = () => T | Promise<T>;
type Close<T> = (made: T) => unknown;
type Hook = (run: () => Promise<void>) => void;

const closers: (() => unknown)[] = [];

/** Creates the fixture once for all tests. */
export const sharedFixture = <T extends object>(make: Make<T>, close?: Close<T>): T =>
  fixture(beforeAll, afterAll, make, close);

/** Creates the fixture anew for each test. */
export const freshFixture = <T extends object>(make: Make<T>, close?: Close<T>): T =>
  fixture(beforeEach, afterEach, make, close);

function fixture<T extends object>(before: Hook, after: Hook, make: Make<T>, close: Close<T> = closeIfOpen): T {
  let made: T | undefined;
  const current = () => {
    if (!made) throw new Error('a fixture exists only while tests run');
    return made;
  };
  before(async () => {
    made = undefined;
    const it = await make();
    closers.push(() => close(it));
    made = it;
  });
  // Jest runs these hooks in the order in which they were registered; each one closes the most recent open fixture, which reverses the
  // order.
  after(async () => {
    if (made) await closers.pop()?.();
  });
  return new Proxy({} as T, {
    get: (_, name) => Reflect.get(current(), name) as unknown,
    set: (_, name, value) => Reflect.set(current(), name, value),
    has: (_, name) => Reflect.has(current(), name),
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor(_, name) {
      const property = Reflect.getOwnPropertyDescriptor(current(), name);
      return property && { ...property, configurable: true };
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(current()),
  });
}

const closeIfOpen = (made: { close?: () => unknown }) => made.close?.();
