/** Gives the same answer to the same POST (services/archives/idempotency-keys.ts). */
import type { Request } from 'express';
import type { z } from 'zod';
import {
  claimKey,
  storeAnswer,
  type IdempotentRequest,
  type StoredAnswer,
} from '../services/archives/idempotency-keys.js';
import { Refusal, type RefusalData } from '../domain/refusal.js';
import type { Context, UnitOfWork } from '../platform/context.js';
import { sha256 } from '../platform/key-ring.js';
import { inUnitOfWork, joinUnitOfWork } from '../platform/unit-of-work.js';
import { actorOf, type RequestPrincipal } from '../domain/principal.js';
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

/**
 * Answers a call inside of its unit of work, and the same call with the same key as before. A refusal is an answer too: what was
 * done before it is undone, and the same key is refused alike. But whether somebody may is asked anew each time: another key of the
 * archive can have the scope that one lacks.
 */
export async function answerOnce(
  unit: UnitOfWork,
  request: IdempotentRequest,
  work: (unit: UnitOfWork) => Promise<Reply>,
): Promise<StoredAnswer> {
  const earlier = await claimKey(unit.tx, request);
  if (earlier) return earlier;
  let answer: StoredAnswer;
  try {
    answer = await unit.tx.transaction((tx) => work({ ...unit, tx }));
  } catch (error) {
    if (!(error instanceof Refusal) || !isAnswer(statusOf(error))) throw error;
    const { code, params } = error;
    answer = { status: statusOf(error), body: { code, params } };
  }
  await storeAnswer(unit.tx, request, answer);
  return answer;
}

const isAnswer = (status: number): boolean => status !== 401 && status !== 403 && status < 429;

/** What was answered, once that is committed. @throws {Refusal} when it is one: it is said anew to each reader */
export function replyOf(answer: StoredAnswer): Reply {
  if (answer.status < 400 || !isRefusalData(answer.body)) return answer;
  throw new Refusal(answer.body.code, answer.body.params);
}

/** Nobody but this file stores an answer of such a status. */
const isRefusalData = (body: unknown): body is RefusalData =>
  typeof body === 'object' && body !== null && 'code' in body && 'params' in body;

/**
 * Does once what a page's form asks for, however often it is sent, e.g. by a double click; each time the result is the same.
 * @param key what names this form and no other
 */
export async function doOnce<T>(
  context: Context,
  principal: RequestPrincipal,
  key: string,
  result: z.ZodType<T>,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const request = {
    archiveId: principal.archiveId,
    principal: actorOf(principal).id ?? 'archive',
    key: `form ${key}`,
    requestHash: sha256(key),
  };
  return inUnitOfWork(context, async (unit) => {
    const earlier = await claimKey(unit.tx, request);
    if (earlier) return result.parse(earlier.body);
    const done = await work(joinUnitOfWork(context, unit));
    await storeAnswer(unit.tx, request, { status: 200, body: done });
    return done;
  });
}
