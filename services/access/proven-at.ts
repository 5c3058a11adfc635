/**
 * When a person proved who they are, as someone else's sign-in tells. Such a sign-in can be hours old when its person arrives: a click at
 * the organization is enough. So it counts as fresh (domain/principal.ts) only from the time that is vouched for.
 */
import { SIGN_IN_SKEW_SECONDS } from '../../domain/limits.js';

const NEVER = new Date(0);

/**
 * Returns a time that the database takes: never, if what was said is no time, or isn't over yet.
 * @param time what was said, in a form that Date reads; null or undefined if nothing was
 */
export function provenAt(time: string | number | null | undefined): Date {
  const at = new Date(time ?? 0);
  const isTime = at.getTime() >= 0 && at.getTime() <= Date.now() + SIGN_IN_SKEW_SECONDS * 1000;
  return isTime ? at : NEVER;
}
