/**
 * Compresses pages and assets. Whoever sees the length of a compressed page that repeats what they typed can guess what else is on it,
 * letter by letter (BREACH). That takes many requests that another site makes the reader's browser send, and browsers say where a request
 * comes from. So what another site asks for is not compressed, and neither is what a browser asks for that doesn't say. A page that another
 * site has opened asks for itself again, so pages that repeat what someone searched for aren't compressed at all.
 */
import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';

const COMPRESSED = /^(text\/(html|css|javascript)|image\/svg\+xml)\b/;

/** `none`: a person typed the address, or opened a bookmark. */
const isOwnRequest = (req: Request): boolean => ['same-origin', 'none'].includes(req.get('Sec-Fetch-Site') ?? '');

const isCompressed = (req: Request, res: Response): boolean =>
  isOwnRequest(req) && req.query['q'] === undefined && COMPRESSED.test(String(res.getHeader('Content-Type')));

export const compress: RequestHandler = compression({ filter: isCompressed });
