/** Makes Express handlers of the declared routes. */
import type { Express, Request, Response } from 'express';
import type { Context } from '../platform/context.js';
import { Refusal } from '../domain/refusal.js';
import { readBody } from './body.js';
import { idempotentRequestOf } from './idempotency.js';
import { run } from './perform.js';
import { actorOf, permit, type RequestPrincipal } from '../domain/principal.js';
import type { Caller, Reply, ReadRoute, Route, WriteRoute } from './route.js';

export interface MountOptions {
  context: Context;
  authenticate(req: Request, res: Response): Promise<RequestPrincipal>;
  /** Aborted when the server stops: calls that wait end. */
  closing: AbortSignal;
}

export function mount(app: Express, routes: readonly Route[], doors: MountOptions): void {
  for (const [path, declared] of byPath(routes)) {
    app.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), async (req, res) => {
      const route = routeFor(declared, req.method);
      if (!route) {
        res.set('Allow', allowed(declared));
        throw methodNotAllowed(allowed(declared));
      }
      const principal = await doors.authenticate(req, res);
      const caller: Caller = {
        ...permit(principal, route.access),
        context: doors.context,
        principal,
        actor: actorOf(principal),
        archiveId: principal.archiveId,
        signal: AbortSignal.any([doors.closing, goneSignal(res)]),
      };
      const reply = await (route.kind === 'read'
        ? answerRead(route, req, caller)
        : answerWrite(route, req, res, caller));
      res.set('Cache-Control', 'no-store');
      send(res, reply);
    });
  }
}

export const methodNotAllowed = (methods: string) => new Refusal('method_not_allowed', { methods });

async function answerRead(route: ReadRoute, req: Request, caller: Caller): Promise<Reply> {
  const call = route.prepare({ params: req.params, query: req.query, body: undefined });
  return call({ ...caller, db: caller.context.db });
}

async function answerWrite(route: WriteRoute, req: Request, res: Response, caller: Caller): Promise<Reply> {
  const body = route.body ? await readBody(route, req, res) : undefined;
  const raw = { params: req.params, query: req.query, body };
  return run(route, caller, raw, idempotentRequestOf(req, caller.principal, body));
}

function send(res: Response, { status, body }: Reply): void {
  if (body === undefined) return void res.status(status).end();
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  res.status(status).type(type).send(JSON.stringify(body));
}

/** Fixed paths before those with parameters: `/v1/users/import` is no user. */
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

function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  return gone.signal;
}
