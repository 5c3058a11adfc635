/** Reads request bodies: only after the caller is authorized, and only in the media type that the call accepts. */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { Refusal } from '../domain/refusal.js';
import { limitJson } from './body-limits.js';
import type { WriteRoute } from './route.js';

/**
 * Returns undefined if there is no body.
 * @throws {Refusal} `unsupported_media_type`, `json_too_deep`, `json_too_long`; the parsers' own errors if the body is too large or
 * malformed
 */
export async function readBody(route: WriteRoute, req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  if (!req.is(route.accepts)) throw new Refusal('unsupported_media_type', { wrong: 'type', accepts: route.accepts });
  const parse = parserFor(route);
  await new Promise<void>((resolve, reject) =>
    parse(req, res, (error?: unknown) => (error ? reject(error) : resolve())),
  );
  return req.body;
}

const parsers = new WeakMap<WriteRoute, RequestHandler>();

/** Returns the route's parser, which is made for its first request. */
function parserFor(route: WriteRoute): RequestHandler {
  const parser = parsers.get(route) ?? makeParser(route);
  parsers.set(route, parser);
  return parser;
}

function makeParser({ accepts, maxBytes, maxEntries }: WriteRoute): RequestHandler {
  if (accepts === 'text/csv') return express.raw({ type: accepts, limit: maxBytes });
  return express.json({
    type: accepts,
    limit: maxBytes,
    verify: (_req, _res, bytes, charset) => {
      if (charset !== 'utf-8') throw new Refusal('unsupported_media_type', { wrong: 'charset' });
      limitJson(bytes, maxEntries);
    },
  });
}

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
