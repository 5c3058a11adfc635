/**
 * How long emails wait for each other, so that an owner gets one email and not one per account. Every duration scales with a
 * compressed day.
 */

const DAY_SECONDS = 86_400;

export interface Windows {
  /** How long a first email waits for more accounts of the same owner. All in milliseconds. */
  firstEmail: number;
  /** How far apart later steps may fall due and still share one email. */
  laterSteps: number;
  /** The gap before the same owner's next first email, doubling up to `firstEmailGapMax` within `day`. */
  firstEmailGap: number;
  firstEmailGapMax: number;
  /** How long an email with an unknown outcome is looked for in the provider's events. */
  settle: number;
  /** How long after its reconnect an account reported again counts as never repaired. */
  flapping: number;
  /** How long one refresh of the token may hold back the first email. */
  refresh: number;
  /** How long after a consent a network's answer that its tokens are dead may be false (LinkedIn's 65601). */
  justConnected: number;
  /** When a token is looked at again of which a check brought no clear answer. */
  lookAgain: number;
  /** How long before its end an authorization is renewed, by a refresh or by asking its owner. */
  prevention: number;
  /** Reports within this time count together, when a surge is looked for. */
  surgeWindow: number;
  /** How long a surge hold keeps first emails back at most. */
  surgeHold: number;
  day: number;
  /** A link dies this long after the last email that carried it. */
  linkLife: number;
}

/** @param secondsPerDay 86,400 but in a compressed demo */
export function windowsFor(secondsPerDay: number): Windows {
  const ms = (seconds: number) => (seconds * 1000 * secondsPerDay) / DAY_SECONDS;
  return {
    firstEmail: ms(10),
    laterSteps: ms(3600),
    firstEmailGap: ms(120),
    firstEmailGapMax: ms(3600),
    settle: ms(600),
    flapping: ms(900),
    refresh: ms(30),
    justConnected: ms(600),
    lookAgain: ms(600),
    prevention: ms(7 * DAY_SECONDS),
    surgeWindow: ms(600),
    surgeHold: ms(7200),
    day: ms(DAY_SECONDS),
    linkLife: ms(90 * DAY_SECONDS),
  };
}

/** The gap before the next first email to an owner who got `sent` of them within a day. */
export function firstEmailGap(windows: Windows, sent: number): number {
  if (sent === 0) return 0;
  return Math.min(windows.firstEmailGap * 2 ** (sent - 1), windows.firstEmailGapMax);
}

/**
 * Lower goes first: first emails before reminders before the links of an import. Before all of
 * them goes what somebody sits and waits for.
 */
export const PRIORITIES = { signIn: -1, first: 0, asked: 1, reminder: 2, confirmation: 3, links: 4 } as const;
