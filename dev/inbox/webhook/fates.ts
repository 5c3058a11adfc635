/**
 * What happens to an email at each address. Nothing leaves this machine, so the address itself decides: its local part begins with one
 * of these words.
 *
 * | begins with | event |
 * | --- | --- |
 * | `bounce` | a permanent bounce whose text names the address |
 * | `bounce-once` | the same, until the address is taken off the suppression list |
 * | `bounce-unnamed` | a permanent bounce whose text names no address |
 * | `bounce-undetermined`, `bounce-full` | bounces of type `Undetermined` (an out-of-office reply) and `Transient` (a full mailbox) |
 * | `complain` | delivered, then marked as spam; such an event never names an address |
 * | `suppress` | dropped because of the suppression list; the text names the address |
 * | `suppress-unnamed` | the same, without the address |
 * | anything else | delivered |
 */
import { bareAddress, type MailHead } from '../mail.js';

export type Outcome = 'delivered' | 'bounced' | 'complained' | 'suppressed';

export interface Fate {
  outcome: Outcome;
  /** What Resend says about it, beyond the email itself. */
  detail: object;
}

const DELIVERED: Fate = { outcome: 'delivered', detail: {} };

/** Addresses that were taken off the suppression list. Kept in memory: it only matters while someone tries this out. */
export class Suppressions {
  private readonly lifted = new Set<string>();

  lift(address: string): void {
    this.lifted.add(bareAddress(address));
  }

  fateOf(given: string): Fate {
    const address = bareAddress(given);
    const [, fate] = FATES.find(([prefix]) => address.startsWith(prefix)) ?? [];
    if (!fate || (address.startsWith('bounce-once') && this.lifted.has(address))) return DELIVERED;
    return fate(address);
  }

  /** The outcome of the email as a whole, which is that of its first recipient. */
  outcomeOf(mail: Pick<MailHead, 'to'>): Outcome {
    return this.fateOf(mail.to[0] ?? '').outcome;
  }
}

const bounced = (type: string, subType: string, message: string, diagnosticCode: string[] = []): Fate => ({
  outcome: 'bounced',
  detail: { bounce: { type, subType, message, diagnosticCode } },
});

const suppressed = (message: string): Fate => ({
  outcome: 'suppressed',
  detail: { suppressed: { type: 'OnAccountSuppressionList', message } },
});

/** The first one that fits counts. */
const FATES: readonly (readonly [string, (address: string) => Fate])[] = [
  [
    'bounce-unnamed',
    () => bounced('Permanent', 'Suppressed', 'The recipient’s address bounced recently, so the email wasn’t sent.'),
  ],
  [
    'bounce-undetermined',
    () => bounced('Undetermined', 'Undetermined', 'The reply doesn’t contain enough information to find the reason.'),
  ],
  ['bounce-full', () => bounced('Transient', 'MailboxFull', 'The recipient’s mailbox is full.')],
  [
    'bounce',
    (address) =>
      bounced('Permanent', 'General', 'The recipient’s mail server rejected the email.', [
        `smtp; 550 5.1.1 <${address}>: no such mailbox`,
      ]),
  ],
  ['complain', () => ({ outcome: 'complained', detail: {} })],
  ['suppress-unnamed', () => suppressed('Not sent, because the address is on the account-level suppression list.')],
  ['suppress', (address) => suppressed(`Not sent to ${address}: it is on the account-level suppression list.`)],
];
