/**
 * Starts the clock of a test file, or of a program that it runs, at another moment and lets it run on from there. Jest loads this before
 * the file. The file's databases follow (database.ts). Temporal doesn't: its timers run on real time.
 */
declare global {
  /** What the clock of this Jest project shows when a test file begins (test/clocks.mjs). */
  var TEST_CLOCK: { at: string; timeZone: string } | undefined;
}

if (globalThis.TEST_CLOCK) {
  const { at, timeZone } = globalThis.TEST_CLOCK;
  process.env.TEST_CLOCK_OFFSET_MS = String(Date.parse(at) - Date.now());
  process.env.TEST_TIME_ZONE = timeZone;
}
shiftDates(Number(process.env.TEST_CLOCK_OFFSET_MS));

function shiftDates(offset: number): void {
  const RealDate = Date;
  const now = () => RealDate.now() + offset;
  // Not a subclass, because a date that Node's own code made must still be an instance of Date.
  const shifted: DateConstructor = new Proxy(RealDate, {
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
    apply: () => new RealDate(now()).toString(),
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], newTarget === shifted ? target : newTarget),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: shifted, configurable: true, writable: true });
  globalThis.Date = shifted;
}
