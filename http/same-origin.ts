/** Refuses requests that another site makes a browser send (CSRF), by the same rule as the API. */
import type { RequestHandler } from 'express';
import { isSameOrigin } from './auth.js';
import { Refusal } from '../domain/refusal.js';

export function sameOriginOnly(publicUrl: string): RequestHandler {
  return (req, _res, next) => {
    if (isSameOrigin(req, publicUrl)) return next();
    next(new Refusal('cross_site_request', { to: 'page' }));
  };
}
