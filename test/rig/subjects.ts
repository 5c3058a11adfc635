import type { World } from './world.js';

/** The subjects of a series, with the default product name. */
export const FIRST = 'ArchiveSocial: Immediate action required - Please reconnect your account(s)';
export const REMINDER = 'Action required: Reconnect account';

/** Oldest first. */
export async function subjectsTo(world: World, address: string): Promise<string[]> {
  return (await world.mailsTo(address)).map(({ subject }) => subject);
}

/** Those of the series: without confirmations and other single messages. */
export async function seriesTo(world: World, address: string): Promise<string[]> {
  return (await subjectsTo(world, address)).filter((subject) => subject === FIRST || subject === REMINDER);
}
