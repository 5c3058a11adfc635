/** Performs a declared call that writes, for whoever makes it: the pages' forms go the same way as the API's requests. */
import type { Context, UnitOfWork } from '../platform/context.js';
import { inUnitOfWork, within } from '../platform/unit-of-work.js';
import { earlierAnswer, type IdempotentRequest } from '../services/archives/idempotency-keys.js';
import { sha256 } from '../platform/key-ring.js';
import { answerOnce, replyOf } from './idempotency.js';
import { actorOf, permit, type RequestPrincipal } from '../domain/principal.js';
import type { Caller, RawRequest, Reply, WriteRoute } from './route.js';

/** In one transaction; wakes what it left to do once that has committed. @param asked what an Idempotency-Key makes once */
export async function run(
  route: WriteRoute,
  caller: Caller,
  raw: RawRequest,
  asked: IdempotentRequest | null,
): Promise<Reply> {
  const { context, archiveId } = caller;
  const call = route.prepare(raw);
  await call.parse();
  await call.before(caller);
  const work = (unit: UnitOfWork) =>
    call({ ...caller, context: within(context, unit), tx: unit.tx, wake: unit.notify });
  const reply = replyOf(await inUnitOfWork(context, (unit) => (asked ? answerOnce(unit, asked, work) : work(unit))));
  return route.reveal && reply.status < 400 ? { ...reply, body: route.reveal(context, archiveId, reply.body) } : reply;
}

/**
 * For a page's form. @throws {Refusal} as the route
 * @param once what makes a form that is sent twice one request, e.g. by a double click
 */
export async function perform(
  context: Context,
  principal: RequestPrincipal,
  route: WriteRoute,
  raw: Partial<RawRequest>,
  once?: string,
): Promise<Reply> {
  const caller = {
    ...permit(principal, route.access),
    context,
    principal,
    actor: actorOf(principal),
    archiveId: principal.archiveId,
    signal: new AbortController().signal,
  };
  const { archiveId } = principal;
  const asked = once
    ? { archiveId, principal: caller.actor.id ?? 'archive', key: `form ${once}`, requestHash: sha256(once) }
    : null;
  // What was done has changed what the form was about: it is not looked at again.
  const earlier = asked && (await earlierAnswer(context.db, asked));
  const given = { params: raw.params ?? {}, query: raw.query ?? {}, body: raw.body };
  return earlier ? replyOf(earlier) : run(route, caller, given, asked);
}

/** The declared route of a method and path, for those who call it by name. @throws {Error} when none is declared */
export function routeNamed(routes: readonly { method: string; path: string }[], name: string): WriteRoute {
  const found = routes.find(({ method, path }) => `${method.toUpperCase()} ${path}` === name);
  if (!found || !('kind' in found) || found.kind !== 'write') throw new Error(`no route ${name} is declared`);
  return found as WriteRoute;
}
