/**
 * Routes are declared: from one declaration come the handler that validates and answers, and the OpenAPI document. What is not
 * declared is refused.
 */
import { z } from 'zod';
import type { Context } from '../platform/context.js';
import { notFound } from '../domain/refusal.js';
import type { Access, RequestPrincipal } from '../domain/principal.js';
import { validate } from '../services/input/validate.js';

export type Method = 'get' | 'post' | 'patch' | 'delete';

export interface Answer {
  description: string;
  body?: z.ZodType;
}

export interface Reply {
  status: number;
  body?: unknown;
}

/** A call that was let in, whatever it asks for. */
export interface RouteCall {
  /** Of a call that writes: inside of its unit of work. All of it happens, or nothing does. */
  context: Context;
  principal: RequestPrincipal;
  /** Aborted when the client is gone or the server stops. */
  signal: AbortSignal;
}

/** As it came; what is not there is undefined. */
export interface RawRequest {
  params: unknown;
  query: unknown;
  body: unknown;
}

interface Common {
  path: `/${string}`;
  summary: string;
  description?: string;
  tag: string;
  access: Access;
  answers: Record<number, Answer>;
}

interface Shapes {
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodType | null;
}

export interface ReadRoute extends Common, Shapes {
  kind: 'read';
  method: 'get';
  prepare(raw: RawRequest): (call: RouteCall) => Promise<Reply>;
}

/** A valid call, to be made in a transaction. */
export interface WriteRun {
  (call: RouteCall): Promise<Reply>;
  /** Does what takes long and no database, before a transaction is opened for the call. */
  parse(): Promise<void>;
  /** Waits for what must not be waited for with a connection in hand. */
  before(call: RouteCall): Promise<void>;
}

export interface WriteRoute extends Common, Shapes {
  kind: 'write';
  method: Method;
  accepts: 'application/json' | 'text/csv';
  maxBytes: number;
  prepare(raw: RawRequest): WriteRun;
  /** Makes the secrets of an answer again, which are never stored with it. */
  reveal?(call: RouteCall, body: unknown): unknown;
}

export type Route = ReadRoute | WriteRoute;

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;
const DEFAULT_MAX_BYTES = 1_000_000;

/** A path parameter that cannot be an id is one that does not exist. */
function pathParams<P extends z.ZodObject>(schema: P, raw: unknown): z.output<P> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw notFound('resource');
  return parsed.data;
}

export function read<P extends z.ZodObject = Nothing, Q extends z.ZodObject = Nothing>(
  declaration: Common & {
    params?: P;
    query?: Q;
    /** A read that is recorded writes in the same transaction. */
    handle(call: RouteCall & { params: z.output<P>; query: z.output<Q> }): Promise<Reply>;
  },
): ReadRoute {
  const params = declaration.params ?? (NOTHING as unknown as P);
  const query = declaration.query ?? (NOTHING as unknown as Q);
  return {
    ...declaration,
    kind: 'read',
    method: 'get',
    params,
    query,
    body: null,
    prepare(raw) {
      const valid = { params: pathParams(params, raw.params), query: validate(query, raw.query) };
      return (call) => declaration.handle({ ...call, ...valid });
    },
  };
}

export function write<
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = Nothing,
  T = undefined,
>(
  declaration: Common & {
    method: Method;
    params?: P;
    query?: Q;
    body?: B;
    accepts?: WriteRoute['accepts'];
    maxBytes?: number;
    /** Reads a large body, outside of the transaction. Not changed by `handle`, which may be tried again. */
    parse?(body: z.output<B>): Promise<T>;
    /** Before a transaction is opened. */
    before?(call: RouteCall & { params: z.output<P> }): Promise<void>;
    handle(call: RouteCall & { params: z.output<P>; query: z.output<Q>; body: z.output<B>; parsed: T }): Promise<Reply>;
    reveal?: WriteRoute['reveal'];
  },
): WriteRoute {
  const params = declaration.params ?? (NOTHING as unknown as P);
  const query = declaration.query ?? (NOTHING as unknown as Q);
  const body = declaration.body ?? (NOTHING as unknown as B);
  return {
    ...declaration,
    kind: 'write',
    accepts: declaration.accepts ?? 'application/json',
    maxBytes: declaration.maxBytes ?? DEFAULT_MAX_BYTES,
    params,
    query,
    body: declaration.method === 'post' || declaration.method === 'patch' ? body : null,
    prepare(raw) {
      const valid = {
        params: pathParams(params, raw.params),
        query: validate(query, raw.query),
        body: validate(body, raw.body ?? {}),
      };
      let parsing: Promise<T> | undefined;
      const parsed = () => (parsing ??= declaration.parse?.(valid.body) ?? Promise.resolve(undefined as T));
      const run = async (call: RouteCall) => declaration.handle({ ...call, ...valid, parsed: await parsed() });
      return Object.assign(run, {
        parse: async () => void (await parsed()),
        before: async (call: RouteCall) => declaration.before?.({ ...call, params: valid.params }),
      });
    },
  };
}
