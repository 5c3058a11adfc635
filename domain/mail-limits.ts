/**
 * How many emails one person and one archive can be made to send. Every email that isn't a step of a series counts, whoever asks for it.
 * The limits are leaky buckets: `burst` emails go out at once, and after that one in `everySeconds`.
 */

/**
 * Who or what causes an email.
 * asked: somebody who isn't signed in, who may not be the reader. asked_known: the same, from a browser in which the reader was signed in.
 * person: an administrator, about one person. import: a spreadsheet. event: Relink itself. notice: a matter that only administrators can resolve. security: a change of who has access. A flood of other
 * emails must not hold back these two, nor one the other. security_unknown: the same, to an address where nobody has been reached yet.
 */
export type EmailCause = AskedCause | 'person' | 'import' | 'event' | 'notice' | 'security' | 'security_unknown';

export type AskedCause = 'asked' | 'asked_known';

export interface MailLimit {
  name: string;
  burst: number;
  everySeconds: number;
  /** Whether a mailbox's emails are counted in all archives together. */
  inAllArchives?: true;
  /** Whether each address counts for itself, even if several arrive in one mailbox. */
  byAddress?: true;
  /** Nothing waits longer than this because of the limit. */
  longestWaitSeconds?: number;
}

/**
 * Counts by mailbox. What strangers ask for counts in all archives together, and toward nothing else: an archive that floods a mailbox
 * keeps nobody from signing in. And strangers can't keep people from signing in where they were signed in before, which has a limit of its
 * own. The rest counts in each archive, so that no archive can hold back another's emails. So do security notices, apart from everything
 * else. More of them for the same reader go into the one that waits (services/outbox/waiting-notices.ts), so no reader waits much longer than
 * for one turn. They count by address, because only what goes to the same address can go into one email. Otherwise, made-up people whose
 * addresses arrive in an administrator's mailbox would use up the administrator's turns.
 */
const RECIPIENT: MailLimit = { name: 'recipient', burst: 20, everySeconds: 180 };
const RECIPIENT_ASKED: MailLimit = { name: 'recipient_asked', burst: 10, everySeconds: 360, inAllArchives: true };
const RECIPIENT_ASKED_KNOWN: MailLimit = { ...RECIPIENT_ASKED, name: 'recipient_asked_known' };
const RECIPIENT_NOTICE: MailLimit = { name: 'recipient_notice', burst: 20, everySeconds: 180 };
const RECIPIENT_SECURITY: MailLimit = { name: 'recipient_security', burst: 20, everySeconds: 180, byAddress: true };

/**
 * Whoever puts outside addresses on file, one after the other, must not be able to have each of them written to about it. Nothing hastens
 * these, so what goes out in a day has a number. Nobody who was reached before waits behind them.
 */
const RECIPIENT_UNKNOWN: MailLimit = { name: 'recipient_security_unknown', burst: 20, everySeconds: 180 };
const ARCHIVE_UNKNOWN: MailLimit = { name: 'archive_security_unknown', burst: 20, everySeconds: 180 };

/** Whoever changes the addresses of many people must not be able to hold back the notice to the one whom they are after. */
const ARCHIVE_SECURITY: MailLimit = { name: 'archive_security', burst: 300, everySeconds: 5, longestWaitSeconds: 600 };

/** What each cause counts toward. Those of an archive are apart, so that an import delays no one who asks for a single email. */
export const MAIL_LIMITS: Record<EmailCause, { recipient: readonly MailLimit[]; archive: MailLimit }> = {
  asked: { recipient: [RECIPIENT_ASKED], archive: { name: 'archive_asked', burst: 300, everySeconds: 2 } },
  asked_known: {
    recipient: [RECIPIENT_ASKED_KNOWN],
    archive: { name: 'archive_asked_known', burst: 300, everySeconds: 2 },
  },
  person: { recipient: [RECIPIENT], archive: { name: 'archive_person', burst: 200, everySeconds: 6 } },
  import: { recipient: [RECIPIENT], archive: { name: 'archive_import', burst: 500, everySeconds: 3.6 } },
  event: { recipient: [RECIPIENT], archive: { name: 'archive_event', burst: 1000, everySeconds: 1 } },
  notice: { recipient: [RECIPIENT_NOTICE], archive: { name: 'archive_notice', burst: 300, everySeconds: 5 } },
  security: { recipient: [RECIPIENT_SECURITY], archive: ARCHIVE_SECURITY },
  security_unknown: { recipient: [RECIPIENT_UNKNOWN], archive: ARCHIVE_UNKNOWN },
};

/** An email that somebody waits for is worth nothing later, so it isn't sent at all if it would wait longer. The others go out in their turn. */
export const PATIENCE_SECONDS: Partial<Record<EmailCause, number>> = { asked: 120, asked_known: 120 };

/** A bucket of a limit. Each email reserves `everySeconds`; what is reserved beyond `burst` emails has to wait. Times are in milliseconds. */
export interface Bucket {
  limit: MailLimit;
  reservedUntil: number;
}

/** Returns when the next email can go out. It takes nothing. */
export const nextTurn = (buckets: readonly Bucket[], now: number): number =>
  Math.max(now, ...buckets.map((bucket) => Math.min(turnIn(bucket), now + longestWait(bucket.limit))));

const turnIn = ({ limit, reservedUntil }: Bucket) => reservedUntil - (limit.burst - 1) * spacing(limit);

const longestWait = ({ longestWaitSeconds = Infinity }: MailLimit) => longestWaitSeconds * 1000;

/** Reserves the next email's place in each of the buckets. */
export function takeTurn(buckets: readonly Bucket[], now: number): void {
  for (const bucket of buckets) bucket.reservedUntil = Math.max(bucket.reservedUntil, now) + spacing(bucket.limit);
}

const spacing = ({ everySeconds }: MailLimit) => everySeconds * 1000;

/** Matches the part of a mailbox's name that mail servers ignore: "ann+parks@city.example" arrives at "ann@city.example". */
const TAG = /\+[^@]*(?=@)/;
const GOOGLE = /@(?:gmail|googlemail)\.com$/;

/** Returns one spelling for all addresses that arrive in the same mailbox. Only for counting: emails go to the address on file. */
export function mailboxOf(address: string): string {
  const plain = address.trim().toLowerCase();
  const untagged = plain.startsWith('+') ? plain : plain.replace(TAG, '');
  if (!GOOGLE.test(untagged)) return untagged;
  const local = untagged.slice(0, untagged.indexOf('@'));
  return `${local.replaceAll('.', '')}@gmail.com`;
}
