/** What the routes share. */
import type { Request } from 'express';
import type { Context } from '../platform/context.js';
import { findSession, type BrowserSession } from '../services/access/sessions.js';
import { cookies, type Cookies } from './session/cookies.js';
import { createLimits, type Limits } from './limits.js';

export interface WebContext {
  context: Context;
  cookies: Cookies;
  limits: Limits;
  /** Returns the session that this request belongs to. It is looked up for every request, once per request. */
  sessionOf: (req: Request) => Promise<BrowserSession | null>;
  /** Queries the database again, for work that continues after a request was admitted. */
  sessionNow: (req: Request) => Promise<BrowserSession | null>;
  /** Whether there is a page with this path. */
  isPage: (path: string) => boolean;
}

export const isSecure = ({ config }: Pick<Context, 'config'>): boolean => config.publicUrl.startsWith('https:');

/**
 * Whether a person does something. What an open page asks for by itself (its parts, through htmx, and the live stream) doesn't count, or a
 * session would never end in a browser that was left open.
 */
const isUse = (req: Request): boolean =>
  req.method !== 'GET' || (req.get('HX-Request') === undefined && !/text\/event-stream/.test(req.get('Accept') ?? ''));

export function createWebContext(context: Context, isPage: WebContext['isPage'] = () => false): WebContext {
  const jar = cookies(isSecure(context));
  const sessions = new WeakMap<Request, Promise<BrowserSession | null>>();
  async function find(req: Request): Promise<BrowserSession | null> {
    const secret = jar.read(req, 'relink');
    return secret === null ? null : findSession(context.db, context.config.windows, secret, { isUse: isUse(req) });
  }
  return {
    context,
    cookies: jar,
    limits: createLimits(context),
    sessionNow: find,
    isPage,
    sessionOf(req) {
      const known = sessions.get(req) ?? find(req);
      sessions.set(req, known);
      return known;
    },
  };
}
