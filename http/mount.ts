/** Turns the declared routes into Express handlers. */
import type { Express, Request, Response } from 'express';
import type { Context } from '../platform/context.js';
import { Refusal } from '../domain/refusal.js';
import { readBody } from './body.js';
import { answerOnce, idempotentRequestOf, isIdempotent, replyOf } from './idempotency.js';
import { permit, type RequestPrincipal } from '../domain/principal.js';
import type { UnitOfWork } from '../platform/context.js';
import { inUnitOfWork, joinUnitOfWork } from '../platform/unit-of-work.js';
import type { Reply, ReadRoute, Route, RouteCall, WriteRoute } from './route.js';

export interface MountOptions {
  context: Context;
  authenticate(req: Request, options: { recently: boolean }): Promise<RequestPrincipal>;
  /** Aborted when the server stops, which ends calls that are waiting. */
  closing: AbortSignal;
  /** Takes a caller's place for a call that waits. */
  takePlace: (principal: RequestPrincipal, onLost: () => void) => Promise<() => void>;
}

export function mount(app: Express, routes: readonly Route[], options: MountOptions): void {
  for (const [path, declared] of byPath(routes)) {
    app.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), async (req, res) => {
      const route = routeFor(declared, req.method);
      if (!route) {
        res.set('Allow', allowed(declared));
        throw methodNotAllowed(allowed(declared));
      }
      const { context, closing } = options;
      const recently = route.kind === 'write' && route.ownUnit && !isIdempotent(req);
      const principal = await options.authenticate(req, { recently });
      // Checked before the body is read. The use case checks it again.
      permit(principal, route.access);
      const caller = {
        context,
        principal,
        makeSignal: () => AbortSignal.any([closing, disconnectSignal(res)]),
        takePlace: (onLost: () => void) => options.takePlace(principal, onLost),
      };
      const reply = await (route.kind === 'read'
        ? answerRead(route, req, caller)
        : answerWrite(route, req, res, caller));
      send(res, reply);
    });
  }
}

export const methodNotAllowed = (methods: string) => new Refusal('method_not_allowed', { methods });

function answerRead(route: ReadRoute, req: Request, caller: RouteCall): Promise<Reply> {
  const call = route.prepare({ params: req.params, query: req.query, body: undefined });
  return call(caller);
}

async function answerWrite(route: WriteRoute, req: Request, res: Response, caller: RouteCall): Promise<Reply> {
  const body = route.body ? await readBody(route, req, res) : undefined;
  const request = idempotentRequestOf(req, caller.principal, body);
  const call = route.prepare({ params: req.params, query: req.query, body });
  await call.parse(caller);
  await call.before(caller);
  const { context } = caller;
  const work = (unit: UnitOfWork) => call({ ...caller, context: joinUnitOfWork(context, unit) });
  const run = () => {
    if (request) return inUnitOfWork(context, (unit) => answerOnce(unit, request, work));
    return route.ownUnit ? call(caller) : inUnitOfWork(context, work);
  };
  const reply = replyOf(await run());
  return route.reveal && reply.status < 400 ? { ...reply, body: route.reveal(caller, reply.body) } : reply;
}

function send(res: Response, { status, body }: Reply): void {
  if (body === undefined) return void res.status(status).end();
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  res.status(status).type(type).send(JSON.stringify(body));
}

/** Groups routes by path. Fixed paths come before paths with parameters, so `/v1/users/import` isn't taken for a user. */
function byPath(routes: readonly Route[]): [string, Route[]][] {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  return [...paths].sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')));
}

function routeFor(declared: readonly Route[], method: string): Route | undefined {
  const route = declared.find((candidate) => candidate.method.toUpperCase() === method);
  if (route ?? method !== 'HEAD') return route;
  return declared.find((candidate) => candidate.kind === 'read');
}

function allowed(declared: readonly Route[]): string {
  const methods = declared.flatMap((route) => (route.kind === 'read' ? ['GET', 'HEAD'] : [route.method.toUpperCase()]));
  return methods.join(', ');
}

function disconnectSignal(res: Response): AbortSignal {
  const controller = new AbortController();
  if (res.closed) controller.abort();
  else res.once('close', () => controller.abort());
  return controller.signal;
}
