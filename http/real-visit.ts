/**
 * Guards a page whose GET does something: the way back from a sign-in. Requirement: "a prefetch acts on nothing". Browsers fetch ahead and
 * link previews ask with HEAD; only a visit counts, and the person's own visit comes later.
 */
import type { RequestHandler } from 'express';

/** Sec-Purpose is the standard's. The others are what older browsers and previews send. */
const PURPOSES = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];
const AHEAD = /\b(prefetch|prerender|preview)\b/i;

export const realVisitOnly: RequestHandler = (req, res, next) => {
  // Express runs a GET handler for HEAD too.
  if (req.method !== 'GET') return void res.set('Allow', 'GET').status(405).end();
  if (!PURPOSES.some((name) => AHEAD.test(req.get(name) ?? ''))) return next();
  // A browser throws away a prefetch that failed, and asks again when the person gets there.
  res.status(503).end();
};
