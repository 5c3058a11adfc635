/** Performs a declared call that writes, for whoever makes it: the pages' forms go the same way as the API's requests. */
import type { Context } from '../context.js';
import type { Work } from '../db/wake.js';
import { transact } from './idempotency.js';
import { actorOf, permit, type Principal } from './principal.js';
import type { RawRequest, Reply, WriteRoute } from './route.js';

/** @throws {Refusal} as the route: 403, 404, 409, 422 with `errors` */
export async function perform(
  context: Context,
  principal: Principal,
  route: WriteRoute,
  raw: Partial<RawRequest>,
): Promise<Reply> {
  const caller = {
    ...permit(principal, route.access),
    context,
    principal,
    actor: actorOf(principal),
    archiveId: principal.archiveId,
    signal: new AbortController().signal,
  };
  const run = route.prepare({ params: raw.params ?? {}, query: raw.query ?? {}, body: raw.body });
  await run.parse();
  const works = new Set<Work>();
  const reply = await transact(context.db, null, (tx) => {
    works.clear();
    return run({ ...caller, tx, wake: (...more) => more.forEach((work) => works.add(work)) });
  });
  if (works.size > 0) context.waker.wake(...works);
  return route.reveal ? { ...reply, body: route.reveal(context, caller.archiveId, reply.body) } : reply;
}

/** The declared route of a method and path, for those who call it by name. @throws {Error} when none is declared */
export function routeNamed(routes: readonly { method: string; path: string }[], name: string): WriteRoute {
  const found = routes.find(({ method, path }) => `${method.toUpperCase()} ${path}` === name);
  if (!found || !('kind' in found) || found.kind !== 'write') throw new Error(`no route ${name} is declared`);
  return found as WriteRoute;
}
