/** Why the session of a browser is over, for the pages that a person then sees. */
import type { Request } from 'express';
import { whySessionEnded, type SessionOver } from '../../services/access/sessions.js';
import type { WebContext } from '../web-context.js';

/** Returns null if the session isn't over, or if there is nothing to tell. */
export async function whyOver({ context, cookies, sessionOf }: WebContext, req: Request): Promise<SessionOver | null> {
  if (await sessionOf(req)) return null;
  const secret = cookies.read(req, 'relink');
  return secret === null ? null : whySessionEnded(context.db, secret);
}
