/**
 * All emails: heads and keys in memory, bodies in the journal. A request's emails and its idempotency key are stored together or not at
 * all.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Journal, type Place } from './journal.js';
import { bareAddress, headOf, type Mail, type MailHead, type MailInput } from './mail.js';

const KEY_WINDOW_MS = 24 * 3_600_000;

/** An accepted request, with its idempotency key if it had one. */
export interface Accepted {
  key: string | null;
  /** Fingerprint of the endpoint and body. */
  request: string;
  answer: object;
  at: number;
}

interface StoredMail {
  head: MailHead;
  place: Place;
}

type Line = { mail: Mail } | { accepted: Accepted };

export class Mailbox {
  private readonly mails: StoredMail[] = [];
  private readonly byId = new Map<string, StoredMail>();
  private readonly byRecipient = new Map<string, StoredMail[]>();
  private readonly byKey = new Map<string, Accepted>();

  private constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  static async open(dir: string, now: () => number): Promise<Mailbox> {
    const restored: { kept: StoredMail[]; accepted: Accepted }[] = [];
    let uncommitted: StoredMail[] = [];
    const journal = await Journal.open(join(dir, 'mails.jsonl'), (text, place) => {
      const line = parseLine(text);
      if ('mail' in line) {
        uncommitted.push({ head: headOf(line.mail), place });
        return false;
      }
      restored.push({ kept: uncommitted, accepted: line.accepted });
      uncommitted = [];
      return true;
    });
    const mailbox = new Mailbox(journal, now);
    for (const { kept, accepted } of restored) mailbox.index(kept, accepted);
    return mailbox;
  }

  /** Resolves when the emails are on disk. */
  async accept(
    inputs: MailInput[],
    key: string | null,
    request: string,
    answerOf: (ids: string[]) => object,
  ): Promise<{ mails: MailHead[]; answer: object }> {
    const at = this.now();
    const createdAt = new Date(at).toISOString();
    const mails: Mail[] = inputs.map((input) => ({ id: randomUUID(), ...input, createdAt, idempotencyKey: key }));
    const accepted: Accepted = { key, request, answer: answerOf(mails.map(({ id }) => id)), at };
    const lines: Line[] = [...mails.map((mail) => ({ mail })), { accepted }];
    const places = await this.journal.append(lines.map((line) => JSON.stringify(line)));
    const heads = mails.map(headOf);
    this.index(
      places.slice(0, heads.length).map((place, index) => ({ head: heads[index]!, place })),
      accepted,
    );
    return { mails: heads, answer: accepted.answer };
  }

  /** Returns what was answered under a key in the last 24 hours. */
  answered(key: string): Accepted | undefined {
    const accepted = this.byKey.get(key);
    return accepted && this.now() - accepted.at < KEY_WINDOW_MS ? accepted : undefined;
  }

  head(id: string): MailHead | undefined {
    return this.byId.get(id)?.head;
  }

  async mail(id: string): Promise<Mail | undefined> {
    const kept = this.byId.get(id);
    return kept && (JSON.parse(await this.journal.read(kept.place)) as { mail: Mail }).mail;
  }

  /**
   * Returns the heads, newest first.
   * @param to one recipient's full address
   */
  heads(to?: string): MailHead[] {
    const found = to === undefined ? this.mails : (this.byRecipient.get(bareAddress(to)) ?? []);
    return found.map(({ head }) => head).toReversed();
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private index(added: StoredMail[], accepted: Accepted): void {
    for (const kept of added) {
      this.mails.push(kept);
      this.byId.set(kept.head.id, kept);
      for (const address of new Set(kept.head.to.map(bareAddress))) {
        const received = this.byRecipient.get(address);
        if (received) received.push(kept);
        else this.byRecipient.set(address, [kept]);
      }
    }
    if (accepted.key !== null) this.byKey.set(accepted.key, accepted);
  }
}

function parseLine(text: string): Line {
  const line = JSON.parse(text) as Partial<{ mail: Mail; accepted: Accepted }> | null;
  if (Array.isArray(line?.mail?.to) && typeof line.mail.id === 'string') return { mail: line.mail };
  if (line?.accepted?.key !== undefined) return { accepted: line.accepted };
  throw new Error('neither an email nor the response to a request');
}
