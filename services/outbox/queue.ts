/**
 * The one way to queue an email that isn't a step of a series. It keeps to the limits for its recipient and its archive, and merges a
 * request with an email that is already on its way to the same person and says the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import type { Db, Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { emails, users } from '../../db/schema.js';
import type { EmailRequest } from '../../domain/email-requests.js';
import type { EmailCause } from '../../domain/mail-limits.js';
import { MailBudgets, type Turn } from './mail-budgets.js';
import { addToWaitingNotice, bringTurnForward } from './waiting-notices.js';

export interface QueuedEmail {
  userId: string;
  kind: 'transferred' | 'link' | 'admin_notice' | 'sign_in' | 'weekly_summary' | 'expiring' | 'security_notice';
  payload: EmailRequest;
  priority: number;
  /** Where it goes, if that isn't the person's current address. */
  address?: string;
}

/** What became of a request. `notBefore`: when the email's turn comes; null when no limit holds it back. */
export type Placement =
  /** `queued`: it's a new email. `merged`: one that says the same is already on its way. */
  | { outcome: 'queued' | 'merged'; emailId: string; notBefore: Date | null }
  /** A limit is reached, and the email would come too late to be of use. */
  | { outcome: 'refused' };

/** The emails that wait for their turn, and when the last of them goes out. */
export interface HeldBack {
  emails: number;
  until: Date;
}

export interface QueueOptions {
  /** Also merges with an email that was requested within this time, even if it has been sent. */
  quietSeconds?: number;
}

/** Rows per statement. Building a larger statement would block other requests for too long. */
const CHUNK = 200;

/**
 * Queues emails of one archive. Call it once in a transaction, and once more at its end for security notices, because it locks what the
 * emails count toward: in another order, two transactions could wait for each other. Notify `mail:<archive id>` after the commit. Returns
 * what became of each request, in their order.
 */
export async function queueEmails(
  db: Db,
  archiveId: string,
  cause: EmailCause,
  requests: readonly QueuedEmail[],
  options: QueueOptions = {},
): Promise<Placement[]> {
  if (requests.length === 0) return [];
  return db.transaction((tx) => queueWithin(tx, archiveId, cause, requests, options));
}

async function queueWithin(
  tx: Transaction,
  archiveId: string,
  cause: EmailCause,
  requests: readonly QueuedEmail[],
  { quietSeconds }: QueueOptions,
): Promise<Placement[]> {
  const people = await readAddresses(tx, archiveId, requests);
  const addressOf = ({ userId, address }: QueuedEmail) => address ?? people.get(userId) ?? userId;
  const budgets = await MailBudgets.lock(tx, archiveId, cause, requests.map(addressOf));
  const underway = await findUnderway(tx, archiveId, requests, quietSeconds);
  const placements: Placement[] = [];
  for (const chunk of chunksOf(requests, CHUNK)) {
    const added: ReturnType<typeof rowOf>[] = [];
    for (const request of chunk) {
      const address = addressOf(request);
      const known = underway.get(request.userId) ?? [];
      const same = known.find((email) => isSame(email, request, address));
      const placement = same
        ? await bringForward(tx, archiveId, same, request, budgets, address)
        : await placeOrFold(tx, archiveId, [...known, ...added], { ...request, address }, budgets);
      if (placement.outcome === 'queued') added.push(rowOf(archiveId, request, placement));
      placements.push(placement);
    }
    if (added.length > 0) await tx.insert(emails).values(added);
  }
  await budgets.save(tx);
  return placements;
}

async function placeOrFold(
  tx: Transaction,
  archiveId: string,
  known: Parameters<typeof addToWaitingNotice>[2],
  request: QueuedEmail & { address: string },
  budgets: MailBudgets,
): Promise<Placement> {
  const waiting = await addToWaitingNotice(tx, archiveId, known, request, budgets);
  if (waiting) return { outcome: 'merged', emailId: waiting.id, notBefore: waiting.notBefore };
  return placeNew(budgets.take(request.address));
}

const placeNew = (turn: Turn): Placement =>
  turn.refused ? { outcome: 'refused' } : { outcome: 'queued', emailId: newId('email'), notBefore: turn.notBefore };

const rowOf = (
  archiveId: string,
  { userId, kind, payload, priority }: QueuedEmail,
  { emailId, notBefore }: Exclude<Placement, { outcome: 'refused' }>,
) => ({ archiveId, id: emailId, kind, userId, payload, state: 'due' as const, priority, notBefore });

/** Returns which of the emails a limit holds back; null when none is. */
export function heldBack(placements: readonly Placement[]): HeldBack | null {
  const turns = placements.flatMap((one) => (one.outcome === 'refused' ? [] : (one.notBefore?.getTime() ?? [])));
  if (turns.length === 0) return null;
  return { emails: turns.length, until: new Date(turns.reduce((latest, turn) => Math.max(latest, turn))) };
}

/** Returns when the last of the emails goes out; null when no limit holds any back. */
export const latestTurn = (placements: readonly Placement[]): Date | null => heldBack(placements)?.until ?? null;

async function readAddresses(tx: Transaction, archiveId: string, requests: readonly QueuedEmail[]) {
  const addresses = new Map<string, string>();
  for (const chunk of chunksOf(distinctUsers(requests), CHUNK)) {
    const rows = await tx
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, chunk)));
    for (const { id, email } of rows) addresses.set(id, email);
  }
  return addresses;
}

const distinctUsers = (requests: readonly QueuedEmail[]) => [...new Set(requests.map(({ userId }) => userId))];

const UNDERWAY = {
  id: emails.id,
  userId: emails.userId,
  kind: emails.kind,
  payload: emails.payload,
  state: emails.state,
  toAddress: emails.toAddress,
  priority: emails.priority,
  notBefore: emails.notBefore,
  createdAt: emails.createdAt,
};
type Underway = Pick<typeof emails.$inferSelect, keyof typeof UNDERWAY>;

/**
 * Finds the emails that a request can be merged with. Waiting ones are locked: what is just being composed doesn't count, because it may
 * not contain what the request is about.
 */
async function findUnderway(
  tx: Transaction,
  archiveId: string,
  requests: readonly QueuedEmail[],
  quietSeconds: number | undefined,
): Promise<Map<string, Underway[]>> {
  const underway = new Map<string, Underway[]>();
  const add = (rows: readonly Underway[]) =>
    rows.forEach((row) => underway.set(row.userId, [...(underway.get(row.userId) ?? []), row]));
  for (const chunk of chunksOf(distinctUsers(requests), CHUNK)) {
    const theirs = and(eq(emails.archiveId, archiveId), isAnyOf(emails.userId, chunk));
    add(
      await tx
        .select(UNDERWAY)
        .from(emails)
        .where(and(theirs, eq(emails.state, 'due')))
        .for('update', { skipLocked: true }),
    );
    if (quietSeconds === undefined) continue;
    add(
      await tx
        .select(UNDERWAY)
        .from(emails)
        .where(and(theirs, wasJustSent(quietSeconds))),
    );
  }
  return underway;
}

/** Matches emails that were requested just now and, as far as we know, arrive. */
export const wasJustSent = (quietSeconds: number) =>
  and(
    inArray(emails.kind, ['link', 'sign_in']),
    gt(emails.createdAt, sql`now() - ${quietSeconds} * interval '1 second'`),
    inArray(emails.state, ['composed', 'accepted', 'unknown']),
    or(isNull(emails.delivery), inArray(emails.delivery, ['delivered', 'delayed'])),
  );

function isSame(email: Underway, { kind, payload }: QueuedEmail, address: string): boolean {
  if (email.kind !== kind || email.payload === null) return false;
  if (email.toAddress !== null && email.toAddress.toLowerCase() !== address.toLowerCase()) return false;
  // The link is the same in all of them, and so is what an invitation says.
  if (kind === 'link') return true;
  if (kind === 'sign_in' && 'why' in payload) return 'why' in email.payload;
  // Two changes that read alike are still two.
  if (kind === 'security_notice') return false;
  return isDeepStrictEqual(email.payload, JSON.parse(JSON.stringify(payload)));
}

/** What the merged email says: if it was requested before a change of the address, it also says what the change was. */
function mergedPayload(waiting: EmailRequest | null, added: EmailRequest): EmailRequest {
  if (waiting === null || !('newAddress' in added)) return waiting ?? added;
  const isWelcome = 'why' in waiting && waiting.why === 'added' && added.why === 'moved';
  return isWelcome ? { ...added, why: 'added' } : added;
}

/** Merges a request with an email. If that one is held back, it can go out as early as the request could on its own. */
async function bringForward(
  tx: Transaction,
  archiveId: string,
  email: Underway,
  request: QueuedEmail,
  budgets: MailBudgets,
  address: string,
): Promise<Placement> {
  const { id: emailId } = email;
  if (email.state !== 'due') return { outcome: 'merged', emailId, notBefore: null };
  const priority = Math.min(email.priority, request.priority);
  const notBefore = email.notBefore === null ? null : bringTurnForward(email.notBefore, budgets, address);
  const payload = mergedPayload(email.payload, request.payload);
  if (priority !== email.priority || notBefore !== email.notBefore || payload !== email.payload)
    await tx
      .update(emails)
      .set({ priority, notBefore, payload })
      .where(and(eq(emails.archiveId, archiveId), eq(emails.id, emailId)));
  return { outcome: 'merged', emailId, notBefore };
}
