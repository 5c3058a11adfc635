/**
 * Route declarations. The handler that validates and responds, and the OpenAPI document, both come from the same declaration. Input
 * that isn't declared is refused.
 */
import { z } from 'zod';
import type { Context } from '../platform/context.js';
import { notFound } from '../domain/refusal.js';
import type { Access, RequestPrincipal } from '../domain/principal.js';
import { validate } from '../services/input/validate.js';
import { MAX_BODY_BYTES } from './body-limits.js';

export type Method = 'get' | 'post' | 'patch' | 'delete';

export interface Answer {
  description: string;
  body?: z.ZodType;
}

export interface Reply {
  status: number;
  body?: unknown;
}

/** An authorized call, whatever it asks for. */
export interface RouteCall {
  /** For a call that writes, the context inside its unit of work, unless the route leaves that to the use case. */
  context: Context;
  principal: RequestPrincipal;
  /** Makes a signal, for a call that waits. It's aborted when the client disconnects or the server stops. */
  makeSignal: () => AbortSignal;
  /**
   * Takes a place for as long as the call waits, and returns how to give it back. `onLost` is called if another caller may have it.
   * @throws {Refusal} `too_many_streams`
   */
  takePlace: (onLost: () => void) => Promise<() => void>;
}

/** The request before validation. Missing parts are undefined. */
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

/** A validated call, to be run in a transaction. */
export interface WriteRun {
  (call: RouteCall): Promise<Reply>;
  /** Does slow work that needs no database, before a transaction is opened for the call. */
  parse(call: RouteCall): Promise<void>;
  /** Does the waiting that must not happen while the call holds a database connection. */
  before(call: RouteCall): Promise<void>;
}

export interface WriteRoute extends Common, Shapes {
  kind: 'write';
  method: Method;
  accepts: 'application/json' | 'text/csv';
  maxBytes: number;
  /** How many members and items a JSON body may have in all. */
  maxEntries: number;
  /**
   * Whether the use case begins its own unit of work, and checks the caller's key in it. With an `Idempotency-Key`, it takes part in the
   * one that keeps the answer.
   */
  ownUnit: boolean;
  prepare(raw: RawRequest): WriteRun;
  /** Derives the secrets in an answer again, because they are never stored with it. */
  reveal?(call: RouteCall, body: unknown): unknown;
}

export type Route = ReadRoute | WriteRoute;

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;
/** More than any body without a list of accounts needs. */
const DEFAULT_MAX_ENTRIES = 2000;

/** Treats a path parameter that can't be an id as the id of something that doesn't exist. */
function pathParams<P extends z.ZodObject>(schema: P, raw: unknown): z.output<P> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw notFound('resource');
  return parsed.data;
}

export function read<P extends z.ZodObject = Nothing, Q extends z.ZodObject = Nothing>(
  declaration: Common & {
    params?: P;
    query?: Q;
    /** Runs without a transaction of its own. A read that is recorded is a `write` route with the method `get`. */
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
    maxEntries?: number;
    ownUnit?: boolean;
    /** Parses a large body outside the transaction. `handle` must not change the result, because it can be retried. */
    parse?(call: RouteCall & { query: z.output<Q>; body: z.output<B> }): Promise<T>;
    /** Runs before a transaction is opened. */
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
    maxBytes: declaration.maxBytes ?? MAX_BODY_BYTES,
    maxEntries: declaration.maxEntries ?? DEFAULT_MAX_ENTRIES,
    ownUnit: declaration.ownUnit ?? false,
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
      const parsed = (call: RouteCall) =>
        (parsing ??= declaration.parse?.({ ...call, ...valid }) ?? Promise.resolve(undefined as T));
      const run = async (call: RouteCall) => declaration.handle({ ...call, ...valid, parsed: await parsed(call) });
      return Object.assign(run, {
        parse: async (call: RouteCall) => void (await parsed(call)),
        before: async (call: RouteCall) => declaration.before?.({ ...call, params: valid.params }),
      });
    },
  };
}
