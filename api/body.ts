/** Bodies are read only once the caller was let in, and only in the media type that the call takes. */
import express, { type Request, type Response } from 'express';
import { Refusal } from '../domain/errors.js';
import type { WriteRoute } from './route.js';

/** Undefined when there is none. @throws {Refusal} 415; the parsers' own errors for what is too large or malformed */
export async function readBody(route: WriteRoute, req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  if (!req.is(route.accepts))
    throw new Refusal(415, 'unsupported_media_type', `Send the body as ${route.accepts}, with that Content-Type.`);
  const parser =
    route.accepts === 'text/csv'
      ? express.raw({ type: 'text/csv', limit: route.maxBytes })
      : express.json({ type: 'application/json', limit: route.maxBytes });
  await new Promise<void>((resolve, reject) =>
    parser(req, res, (error?: unknown) => (error ? reject(error) : resolve())),
  );
  return req.body;
}

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
