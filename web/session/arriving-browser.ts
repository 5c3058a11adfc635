/** The browser in which someone arrives, as the rule about other people's sessions sees it (services/access/enter.ts). */
import type { Request } from 'express';
import type { ArrivingBrowser } from '../../services/access/enter.js';
import { findLapsedSession } from '../../services/access/sessions.js';
import type { WebContext } from '../web-context.js';

/** @param confirmed what the page sent back of the question that names both people; anything but its text counts as no answer */
export async function browserOf(
  { context, cookies, sessionOf }: WebContext,
  req: Request,
  confirmed: unknown,
): Promise<ArrivingBrowser> {
  const former = await sessionOf(req);
  const secret = cookies.read(req, 'relink');
  const lapsed = former === null && secret !== null ? await findLapsedSession(context.db, secret) : null;
  return {
    former,
    lapsed,
    userAgent: req.get('User-Agent'),
    confirmed: typeof confirmed === 'string' ? confirmed : null,
  };
}
