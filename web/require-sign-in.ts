/**
 * People who signed in: administrators, and Account Owners who were invited to. A visit through a Personalized Link is none: it
 * has the owner's own page only.
 */
import type { RequestHandler, Response } from 'express';
import { permit, type Audience } from '../domain/principal.js';
import { readArchiveSummary, type ArchiveSummary } from '../services/archives/summary.js';
import type { BrowserSession } from '../services/access/sessions.js';
import { Refusal } from '../domain/refusal.js';
import { MessagePage } from './pages/message.js';
import { sendPage, i18nOf } from './render.js';
import { principalOf } from './session.js';
import type { WebContext } from './web-context.js';
import type { SignedInPerson } from './signed-in.js';

/** A cookie of ours holds no more (cookies.ts), and browsers send it with every request. */
const LONGEST_PATH = 300;

export const signedInPerson = (res: Response): SignedInPerson => res.locals.signedIn as SignedInPerson;

/** Before it is known what they may see: their own things. */
export function signedInPersonOf(session: BrowserSession, archive: ArchiveSummary): SignedInPerson {
  const { user } = session;
  const timeZone = user.timeZone ?? archive.timeZone;
  return { session, principal: principalOf(session), archive, timeZone, ownerId: user.id };
}

/** Lets in whoever a page is for; who is not signed in is led through signing in, and back here. */
export function requireSignIn(web: WebContext, audience: Audience): RequestHandler {
  const { context, sessionOf, cookies } = web;
  return async (req, res, next) => {
    const session = await sessionOf(req);
    if (!session || session.link) {
      if (req.method === 'GET' && req.originalUrl.length <= LONGEST_PATH)
        cookies.set(res, 'relink-next', Buffer.from(req.originalUrl).toString('base64url'), 900);
      // A part of a page that asks for itself: the whole page goes, not the part.
      if (req.get('HX-Request')) return void res.set('HX-Redirect', '/sign-in').status(204).end();
      return res.redirect(303, '/sign-in');
    }
    const archive = await readArchiveSummary(context, session.archiveId);
    const member = signedInPersonOf(session, archive);
    res.locals.signedIn = member;
    try {
      res.locals.signedIn = { ...member, ...permit(member.principal, { scope: 'read', audience }) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { rights, common } = i18nOf(res).words;
      const lines = [
        rights[audience === 'nobody' ? 'managers' : audience],
        rights.ask(common.whomToAsk(archive.contact)),
      ];
      return sendPage(res, MessagePage, { title: rights.title, lines, archive }, 403);
    }
    next();
  };
}

/** Where somebody wanted to go before signing in: a path of our own, or the first page of their role. */
export function nextOf(encoded: string | null): string {
  return ownPath(encoded === null ? '/' : Buffer.from(encoded, 'base64url').toString());
}

/** A path of our own, as it came back from a browser; anything else is the front page. */
export const ownPath = (path: string): string => (/^\/(?!\/)[\w\-./?=&%+*~]*$/.test(path) ? path : '/');
