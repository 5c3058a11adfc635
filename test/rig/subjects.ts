import type { World } from './world.js';

/** The subjects of a series, with the default product name. */
export const FIRST = 'ArchiveSocial: Immediate action required - Please reconnect your account(s)';
export const REMINDER = 'Action required: Reconnect account';

/** Returns the subjects sent to an address, oldest first. */
export async function subjectsTo(world: World, address: string): Promise<string[]> {
  return (await world.mailsTo(address)).map(({ subject }) => subject);
}

/** Returns only the subjects of the series, without confirmations and other single messages. */
export async function seriesTo(world: World, address: string): Promise<string[]> {
  return (await subjectsTo(world, address)).filter((subject) => subject === FIRST || subject === REMINDER);
}
