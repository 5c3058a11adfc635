/** Runs a call that writes in one transaction, and gives the same answer to the same POST (services/archives/idempotency-keys.ts). */
import type { Request } from 'express';
import {
  claimKey,
  storeAnswer,
  type IdempotentRequest,
  type StoredAnswer,
} from '../services/archives/idempotency-keys.js';
import type { Database, Transaction } from '../db/client.js';
import { Refusal, type RefusalData } from '../domain/refusal.js';
import { sha256 } from '../platform/key-ring.js';
import type { RequestPrincipal } from '../domain/principal.js';
import type { Reply } from './route.js';
import { statusOf } from './status.js';
import { invalid } from '../services/input/validate.js';

/** Null without the header. @throws {Refusal} `invalid_request` for a key that is none */
export function idempotentRequestOf(
  req: Request,
  principal: RequestPrincipal,
  body: unknown,
): IdempotentRequest | null {
  const key = req.get('Idempotency-Key');
  if (key === undefined || req.method !== 'POST') return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalid([{ path: 'Idempotency-Key', code: 'not_an_idempotency_key', params: {} }]);
  return {
    archiveId: principal.archiveId,
    principal: principal.kind === 'archive' ? 'archive' : principal.userId,
    key,
    requestHash: sha256(
      `${req.method} ${req.originalUrl}\n${Buffer.isBuffer(body) ? sha256(body).toString('hex') : canonical(body)}`,
    ),
  };
}

/** JSON with sorted keys: the same content is the same request, however a client's library writes it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

const ATTEMPTS = 4;

/**
 * One transaction; tried again when PostgreSQL asks for it (a deadlock, a race lost). A refusal is an answer too: what was done
 * before it is undone, and the same key is refused alike.
 */
export async function transact(
  db: Database,
  asked: IdempotentRequest | null,
  work: (tx: Transaction) => Promise<Reply>,
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return replyOf(await db.transaction((tx) => (asked ? answerOnce(tx, asked, work) : work(tx))));
    } catch (error) {
      if (attempt >= ATTEMPTS || !asksToRetry(error)) throw error;
    }
  }
}

async function answerOnce(
  tx: Transaction,
  asked: IdempotentRequest,
  work: (tx: Transaction) => Promise<Reply>,
): Promise<StoredAnswer> {
  const earlier = await claimKey(tx, asked);
  if (earlier) return earlier;
  let answer: StoredAnswer;
  try {
    answer = await tx.transaction(work);
  } catch (error) {
    if (!(error instanceof Refusal) || statusOf(error) >= 429) throw error;
    const { code, params } = error;
    answer = { status: statusOf(error), body: { code, params } };
  }
  await storeAnswer(tx, asked, answer);
  return answer;
}

/** What was stored, once that is committed. @throws {Refusal} when it is one: it is said anew in each reader's language */
export function replyOf(answer: StoredAnswer): Reply {
  if (answer.status < 400 || !isRefusalData(answer.body)) return answer;
  throw new Refusal(answer.body.code, answer.body.params);
}

/** Nobody but this file stores an answer of such a status. */
const isRefusalData = (body: unknown): body is RefusalData =>
  typeof body === 'object' && body !== null && 'code' in body && 'params' in body;

function asksToRetry(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return code === '40P01' || code === '40001';
}
