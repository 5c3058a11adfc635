/**
 * How long emails wait for one another, so that an owner gets one email instead of one per account, along with Relink's other time
 * windows. All durations scale with a compressed day.
 */

import {
  DISCONNECTED_AGAIN_MINUTES,
  EXPIRY_NOTICE_DAYS,
  JUST_CONNECTED_MINUTES,
  LINK_DAYS,
  REFRESH_SECONDS,
  SURGE_HOLD_HOURS,
  SURGE_MINUTES,
} from './limits.js';

const DAY_SECONDS = 86_400;

/** The longest time before a mailer looks for mail again, even if the next email is due later. So a lost hint costs at most a minute. */
export const MAIL_RECHECK_MS = 60_000;

/** All durations are in milliseconds. */
export interface Windows {
  /** How long a first email waits for more accounts of the same owner. */
  firstEmail: number;
  /** How far apart later steps can be due and still share one email. */
  laterSteps: number;
  /** The minimum time before the same owner's next first email. Doubles with each one within `day`, up to `firstEmailGapMax`. */
  firstEmailGap: number;
  firstEmailGapMax: number;
  /** How long Relink waits for the provider's events to settle an email whose outcome is unknown. */
  settle: number;
  /** How soon after a reconnect an account must be reported again to count as never repaired. */
  flapping: number;
  /** How long a token refresh can delay the first email. */
  refresh: number;
  /** How long after a person's consent a network may wrongly answer that the tokens are invalid (LinkedIn's 65601). */
  justConnected: number;
  /** How soon a token is checked again after an unclear answer. */
  recheck: number;
  /** How long before it expires an authorization is renewed, by a token refresh or by asking its owner. */
  prevention: number;
  /** Reports within this time are counted together when detecting a surge. */
  surgeWindow: number;
  /** Reports with the same unlisted code within this time are counted together, across archives. */
  unlistedCode: number;
  /** The longest time that a surge hold delays emails. */
  surgeHold: number;
  day: number;
  /** How long a link works after the last email that contained it. */
  linkLife: number;
}

/** @param secondsPerDay 86,400, except in a compressed demo */
export function windowsFor(secondsPerDay: number): Windows {
  const ms = (seconds: number) => (seconds * 1000 * secondsPerDay) / DAY_SECONDS;
  return {
    firstEmail: ms(10),
    laterSteps: ms(3600),
    firstEmailGap: ms(120),
    firstEmailGapMax: ms(3600),
    settle: ms(600),
    flapping: ms(DISCONNECTED_AGAIN_MINUTES * 60),
    refresh: ms(REFRESH_SECONDS),
    justConnected: ms(JUST_CONNECTED_MINUTES * 60),
    recheck: ms(600),
    prevention: ms(EXPIRY_NOTICE_DAYS * DAY_SECONDS),
    surgeWindow: ms(SURGE_MINUTES * 60),
    unlistedCode: ms(3600),
    surgeHold: ms(SURGE_HOLD_HOURS * 3600),
    day: ms(DAY_SECONDS),
    linkLife: ms(LINK_DAYS * DAY_SECONDS),
  };
}

/** Returns the minimum time before the next first email to an owner who was sent `sent` first emails within a day. */
export function firstEmailGap(windows: Windows, sent: number): number {
  if (sent === 0) return 0;
  return Math.min(windows.firstEmailGap * 2 ** (sent - 1), windows.firstEmailGapMax);
}

/**
 * The priorities of emails; lower ones are sent first. First emails come before reminders, and reminders before the links of an
 * import. Sign-in emails come before everything else, because someone is waiting for them.
 */
export const PRIORITIES = { signIn: -1, first: 0, requested: 1, reminder: 2, confirmation: 3, links: 4 } as const;
