const MACHINES = { name: 'machine' };
export function chosenClocks({ TEST_CLOCK, TEST_TIME_ZONE = 'America/New_York' }) {
  if (TEST_CLOCK) return [{ name: TEST_CLOCK, at: TEST_CLOCK, timeZone: TEST_TIME_ZONE }];
  return [MACHINES];
}
