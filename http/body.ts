/** Reads request bodies: only after the caller is authorized, and only in the media type that the call accepts. */
import express, { type Request, type Response } from 'express';
import { Refusal } from '../domain/refusal.js';
import type { WriteRoute } from './route.js';

/** Deeper than any valid body, and shallow enough for code that walks through a body recursively. */
const MAX_DEPTH = 50;

/**
 * Returns undefined if there is no body.
 * @throws {Refusal} `unsupported_media_type`, `json_too_deep`; the parsers' own errors if the body is too large or malformed
 */
export async function readBody(route: WriteRoute, req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  if (!req.is(route.accepts)) throw new Refusal('unsupported_media_type', { wrong: 'type', accepts: route.accepts });
  const parser =
    route.accepts === 'text/csv'
      ? express.raw({ type: 'text/csv', limit: route.maxBytes })
      : express.json({ type: 'application/json', limit: route.maxBytes });
  await new Promise<void>((resolve, reject) =>
    parser(req, res, (error?: unknown) => (error ? reject(error) : resolve())),
  );
  if (route.accepts === 'application/json' && depthOf(req.body) > MAX_DEPTH)
    throw new Refusal('json_too_deep', { levels: MAX_DEPTH });
  return req.body;
}

/**
 * Counts level by level rather than recursively, because a body can be nested deeper than the call stack allows. Stops one level past
 * the limit.
 */
function depthOf(value: unknown): number {
  const isNested = (child: unknown): child is object => typeof child === 'object' && child !== null;
  let layer = [value].filter(isNested);
  let levels = 0;
  for (; layer.length > 0 && levels <= MAX_DEPTH; levels += 1)
    layer = layer.flatMap((nested) => Object.values(nested).filter(isNested));
  return levels;
}

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
