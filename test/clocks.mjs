/**
 * The clocks that tests run under. `npm test` runs every file on the machine's clock, and files about days, weeks, and expiry again at each
 * moment when such code tends to fail. `npm run test:clocks` runs only the latter. Any file at any moment: `TEST_CLOCK=2026-03-08T06:59:30Z
 * TEST_TIME_ZONE=America/New_York npm test -- test/web/gaps.test.ts`.
 */

/**
 * A file's clock starts at the moment and runs on, so a file that starts just before a change lives through it. Test archives that name no
 * time zone use the clock's zone (rig/calendar.ts), so its midnight is theirs.
 */
const CLOCKS = [
  // The seconds in which a day loses an hour, and the evening of that day.
  { name: 'spring forward', at: '2026-03-08T06:59:45Z', timeZone: 'America/New_York', also: 'database' },
  { name: 'evening of 23 hours', at: '2026-03-09T03:30:00Z', timeZone: 'America/New_York' },
  // The hour that repeats, and late evenings after it, when a number of 24-hour periods ago isn't the same number of days ago.
  { name: 'fall back', at: '2026-11-01T05:59:45Z', timeZone: 'America/New_York' },
  { name: 'evening of 25 hours', at: '2026-11-02T04:30:00Z', timeZone: 'America/New_York', also: 'browser' },
  { name: 'after Thanksgiving', at: '2026-11-27T04:30:00Z', timeZone: 'America/New_York' },
  // South of the equator, spring begins in September. In Santiago the clocks change at midnight, so one day has no midnight.
  { name: 'southern spring', at: '2026-09-26T13:59:45Z', timeZone: 'Pacific/Auckland' },
  { name: 'no midnight', at: '2026-09-06T03:59:45Z', timeZone: 'America/Santiago', also: 'browser' },
  { name: 'before midnight, west', at: '2026-06-17T06:59:45Z', timeZone: 'America/Phoenix' },
  { name: 'after midnight, west', at: '2026-06-17T07:00:00Z', timeZone: 'America/Phoenix' },
  { name: 'before midnight, east', at: '2026-06-16T11:59:45Z', timeZone: 'Pacific/Auckland' },
  { name: 'after midnight, east', at: '2026-06-16T12:00:00Z', timeZone: 'Pacific/Auckland' },
  { name: 'before midnight, half an hour off', at: '2026-08-18T18:29:45Z', timeZone: 'Asia/Kolkata' },
  { name: 'after midnight, half an hour off', at: '2026-08-18T18:30:00Z', timeZone: 'Asia/Kolkata' },
  { name: 'end of a month', at: '2026-05-01T03:59:45Z', timeZone: 'America/New_York' },
  { name: 'end of a year', at: '2026-12-31T23:59:45Z', timeZone: 'UTC', also: 'database' },
  { name: 'end of a year, a day ahead', at: '2026-12-31T09:59:45Z', timeZone: 'Pacific/Kiritimati' },
  { name: 'February 29', at: '2028-02-29T18:29:45Z', timeZone: 'Asia/Kolkata', also: 'browser' },
];

/** Half a second each: run at every moment. */
const PURE = [
  'test/clocks/agreement.test.ts',
  'test/domain/series.test.ts',
  'test/domain/summary-week.test.ts',
  'test/domain/windows.test.ts',
  'test/emails/parts.test.ts',
  'test/web/dates.test.ts',
];

/** Seconds each: run at the harsher moments. */
const DATABASE = [
  'test/api/capture.test.ts',
  'test/api/idempotency.test.ts',
  'test/api/pause.test.ts',
  'test/api/reports.test.ts',
  'test/api/sign-in-key.test.ts',
  'test/api/webhooks-resend.test.ts',
  'test/keys/command.test.ts',
  'test/mail/weekly-summary.test.ts',
  'test/networks/check.test.ts',
  'test/networks/sign-in.test.ts',
  'test/networks/threads.test.ts',
  'test/reconnect/api.test.ts',
  'test/reconnect/binding.test.ts',
  'test/reconnect/session.test.ts',
  'test/reconnect/state.test.ts',
  'test/tokens/checks.test.ts',
  'test/tokens/revoke.test.ts',
  'test/tokens/prevention.test.ts',
];

/** Ten seconds or more each: run at the harshest moments. The browser's own clock stays the machine's; no page's script reads it. */
const BROWSER = [
  'test/web/account-lists.test.ts',
  'test/web/configure-settings.test.ts',
  'test/web/dashboard.test.ts',
  'test/web/sign-in-page.test.ts',
  'test/web/gap-history.test.ts',
  'test/web/gaps.test.ts',
  'test/web/odd-input.test.ts',
  'test/web/timeline.test.ts',
];

const MACHINES = {};
const ALSO = { database: DATABASE, browser: [...DATABASE, ...BROWSER] };
const shifted = () => CLOCKS.map((clock) => ({ ...clock, files: [...PURE, ...(ALSO[clock.also] ?? [])] }));

/** Returns what Jest should run: on which clocks and, if not all, which files there. */
export function chosenClocks({ TEST_CLOCK, TEST_CLOCKS, TEST_TIME_ZONE = 'UTC' }) {
  if (TEST_CLOCK) return [{ name: TEST_CLOCK, at: TEST_CLOCK, timeZone: TEST_TIME_ZONE }];
  switch (TEST_CLOCKS) {
    case 'all':
      return [MACHINES, ...shifted()];
    case 'shifted':
      return shifted();
    default:
      return [MACHINES];
  }
}
