/** Limits and periods that sentences state to people and the code enforces. i18n/numbers.ts gives them to the messages. */

/** The maximum length of a reason that a person enters, for example for a pause. */
export const REASON_LENGTH = 500;

/** How long a Personalized Link works after the last email that contained it. */
export const LINK_DAYS = 90;

/** A reader who asks for another link within this time is told that one was just sent. */
export const NEW_LINK_MINUTES = 10;

/** How long before a permission expires its Account Owner is asked to renew it. */
export const EXPIRY_NOTICE_DAYS = 7;

/** How long an address that was given up rests before it is tried once more automatically. */
export const ADDRESS_REST_DAYS = 7;

/** How soon after a reconnect an account must be disconnected again to count as never repaired. */
export const DISCONNECTED_AGAIN_MINUTES = 15;

/** How long a token refresh can delay the first email. */
export const REFRESH_SECONDS = 30;

/** How long after a person's consent a network may wrongly answer that the tokens are invalid. */
export const JUST_CONNECTED_MINUTES = 10;

/** Reports within this time are counted together when detecting a surge. */
export const SURGE_MINUTES = 10;
/** The longest time that a surge hold delays emails. */
export const SURGE_HOLD_HOURS = 2;
/** A surge hold starts when both of these are exceeded, unless the archive has set others. */
export const SURGE_PERCENT = 20;
export const SURGE_COUNT = 50;
/** The highest count that an archive can set. */
export const MAX_SURGE_COUNT = 100_000;

/** Doesn't scale with a compressed day, because a person has to read the email. */
export const SIGN_IN_LINK_MINUTES = 15;

/** Longer than a sign-in link, because an invitation can sit in a mailbox for days. */
export const INVITATION_DAYS = 7;

/** One working day. Doesn't scale with a compressed day. */
export const SESSION_HOURS = 8;

/** Longer than a lunch break. Doesn't scale with a compressed day. */
export const SESSION_IDLE_HOURS = 2;
/** As much of a browser's own description as is kept, so that a person can recognize it. */
export const USER_AGENT_LENGTH = 300;

/** How long a person has to sign in with their organization, and then to choose an archive. */
export const ORGANIZATION_SIGN_IN_MINUTES = 10;
/** How old a sign-in can be for what gives someone else lasting access, such as a new API key. */
export const FRESH_SIGN_IN_MINUTES = 10;
/** How often a person pauses, withdraws, or marks inactive within an hour before that needs a fresh sign-in. */
export const QUIET_ACTS_PER_HOUR = 20;

/** How long after its signing a token of single sign-on can be used. */
export const SIGN_IN_TOKEN_MINUTES = 5;

/** How far the clock of whoever vouches for a sign-in can differ from ours. */
export const SIGN_IN_SKEW_SECONDS = 30;

/** How long a person has to sign in at a network, even in a compressed demo. */
export const RECONNECT_MINUTES = 10;

/** How long a sign-in that was refused is kept, so that reconnecting can continue after a transfer. */
export const CONTINUE_MINUTES = 10;

/** "An administrator can pause a disconnect's emails until a date" – not forever. */
export const MAX_PAUSE_DAYS = 366;

/** How far back the dashboard's history goes. */
export const HISTORY_DAYS = 90;

/** The length of a period of gaps without a given beginning. */
export const GAP_DAYS = 90;

/** Anything larger has to be split into several files: a whole file is held in memory, and one transaction must write it in time. */
export const MAX_IMPORTED_ROWS = 20_000;
/** Room for that many rows of 1,000 bytes. */
export const MAX_IMPORTED_BYTES = 20_000_000;

/** How many changes, or people in one change, a security notice tells of. It counts the rest. */
export const LISTED_CHANGES = 20;
