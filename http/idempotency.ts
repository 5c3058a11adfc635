/** Returns the same response when the same POST is repeated (services/archives/idempotency-keys.ts). */
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

export const isIdempotent = (req: Request): boolean => req.get('Idempotency-Key') !== undefined;

/** Returns null without the header. @throws {Refusal} `invalid_request` if the key isn't valid */
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

/** Writes JSON with sorted keys, so the same content counts as the same request, however a client's library orders it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

/**
 * Answers a call inside its unit of work, and repeats that answer when the same call comes again with the same key. A refusal is an
 * answer too: its work is rolled back, and the same key gets the same refusal. Permission is the exception and is checked each time,
 * because another API key of the archive can have the scope that this one lacks.
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

/** Returns the stored answer after it is committed. @throws {Refusal} if that is the answer; its text is composed for each reader */
export function replyOf(answer: StoredAnswer): Reply {
  if (answer.status < 400 || !isRefusalData(answer.body)) return answer;
  throw new Refusal(answer.body.code, answer.body.params);
}

/** This check is enough because only this file stores answers with an error status. */
const isRefusalData = (body: unknown): body is RefusalData =>
  typeof body === 'object' && body !== null && 'code' in body && 'params' in body;

/**
 * Does what a page's form asks for once, however often the form is sent (e.g. by a double click), and returns the same result each time.
 * @param key identifies this form and no other
 */
export async function runOnce<T>(
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
