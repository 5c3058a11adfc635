/**
 * When a person proved who they are, as someone else's sign-in tells. Such a sign-in can be hours old when its person arrives: a click at
 * the organization is enough. So it counts as fresh (domain/principal.ts) only from the time that is vouched for.
 */
const NEVER = new Date(0);

/** @param time what was said, in a form that Date reads; null if nothing was */
export const provenAt = (time: string | number | null): Date => (time === null ? NEVER : new Date(time));
