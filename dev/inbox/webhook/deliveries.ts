/**
 * Posts the events of each email in order, a few emails at a time. An event that is refused or unanswered is posted again with backoff.
 * Nothing waits for these deliveries. Unlike emails, events that are still queued when the inbox closes are lost.
 */
import { randomUUID } from 'node:crypto';
import type { MailHead } from '../mail.js';
import { eventsOf } from './events.js';
import type { Suppressions } from './fates.js';
import { svixHeaders } from './signature.js';

const MAX_CONCURRENT = 8;
const RESPONSE_TIMEOUT_MS = 10_000;

export interface WebhookSettings {
  url: string;
  /** `whsec_` followed by base64. */
  secret: string;
  /** The delay before each further attempt. */
  backoffMs?: readonly number[];
}

const BACKOFF_MS = [500, 2_000, 5_000, 15_000, 60_000];

interface Post {
  id: string;
  body: string;
}

interface Queued {
  posts: Post[];
  attempt: number;
}

export class Deliveries {
  private queue: Queued[] = [];
  private active = 0;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly settings: WebhookSettings,
    private readonly suppressions: Suppressions,
    private readonly closing: AbortSignal,
  ) {
    closing.addEventListener('abort', () => {
      this.queue = [];
      this.timers.forEach((timer) => clearTimeout(timer));
    });
  }

  add(mails: MailHead[]): void {
    const at = new Date().toISOString();
    for (const mail of mails) {
      const posts = eventsOf(mail, at, this.suppressions).map((event) => ({
        id: `msg_${randomUUID()}`,
        body: JSON.stringify(event),
      }));
      this.enqueue({ posts, attempt: 0 });
    }
  }

  private enqueue(queued: Queued): void {
    this.queue.push(queued);
    if (this.active < MAX_CONCURRENT) void this.work();
  }

  private async work(): Promise<void> {
    this.active += 1;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) await this.deliver(next);
    this.active -= 1;
  }

  private async deliver({ posts, attempt }: Queued): Promise<void> {
    const [post, ...later] = posts;
    if (!post || this.closing.aborted) return;
    if (await this.taken(post)) return this.deliver({ posts: later, attempt: 0 });
    if (this.closing.aborted) return;
    const wait = (this.settings.backoffMs ?? BACKOFF_MS)[attempt];
    // This event is given up; the email's next event gets a fresh start.
    if (wait === undefined) return this.deliver({ posts: later, attempt: 0 });
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.enqueue({ posts, attempt: attempt + 1 });
    }, wait);
    this.timers.add(timer);
  }

  private async taken({ id, body }: Post): Promise<boolean> {
    try {
      const response = await fetch(this.settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...svixHeaders(this.settings.secret, id, new Date(), body),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.closing, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
