/**
 * Admits people who signed in: administrators, and Account Owners who were invited to log in. A visit through a
 * Personalized Link doesn't count, because it gives access only to the owner's own page.
 */
import type { Request, RequestHandler } from 'express';
import { isPermitted, permit, type Access } from '../../domain/principal.js';
import { readArchiveSummary, type ArchiveSummary } from '../../services/archives/summary.js';
import type { BrowserSession } from '../../services/access/sessions.js';
import { Refusal } from '../../domain/refusal.js';
import { pageOfForm } from '../page-paths.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import { principalOf } from './principal.js';
import type { WebContext } from '../web-context.js';
import type { SignedInPerson } from '../render/signed-in.js';

/** A longer path wouldn't fit in one of our cookies (cookies.ts), which browsers send with every request. */
const MAX_PATH_LENGTH = 300;

/** Longer than a sign-in link works, because the email takes a while, too. */
const NEXT_SECONDS = 3600;

/** A use case, or anything else that says who has access. */
interface Guarded {
  access: Access;
}

/** Describes the person before their access is known, so with access to their own things only. */
export function signedInPersonOf(session: BrowserSession, archive: ArchiveSummary): SignedInPerson {
  const { user } = session;
  const timeZone = user.timeZone ?? archive.timeZone;
  return { session, principal: principalOf(session), archive, timeZone, ownerId: user.id };
}

/**
 * Admits anyone who can do what the route does. A person who isn't signed in is sent to sign in, and then back here.
 * @param guarded the use case that the route calls; or every use case that it might call, for a route that leads to one
 * of them
 */
export function requireSignIn(web: WebContext, ...guarded: [Guarded, ...Guarded[]]): RequestHandler {
  const { context, sessionOf, cookies } = web;
  return async (req, res, next) => {
    const session = await sessionOf(req);
    if (!session || session.link) {
      const path = pageOf(req, web);
      if (path !== null) cookies.set(res, 'relink-next', Buffer.from(path).toString('base64url'), NEXT_SECONDS);
      // A part of a page requested this, so redirect the whole page instead of the part.
      const signIn = req.method === 'GET' ? '/sign-in' : '/sign-in?unsaved';
      if (req.get('HX-Request')) return void res.set('HX-Redirect', signIn).status(204).end();
      return res.redirect(303, signIn);
    }
    const archive = await readArchiveSummary(context, session.archiveId);
    const person = signedInPersonOf(session, archive);
    res.locals.signedIn = person;
    const { access } = guarded.find((one) => isPermitted(person.principal, one.access)) ?? guarded[0];
    try {
      res.locals.signedIn = { ...person, ...permit(person.principal, access) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const i18n = i18nOf(res);
      const { rights } = i18n.words;
      const lines = [
        rights[access.audience === 'nobody' ? 'managers' : access.audience],
        rights.ask({ whom: i18n.contactLabel(archive.contact, session.user) }),
      ];
      return sendPage(res, MessagePage, { title: rights.title, lines, archive }, 403);
    }
    next();
  };
}

/**
 * Returns the path of the page that the person has open, which for a part that the page asks for by itself is the page around it. Null if
 * that would be too long for a cookie.
 */
function pageOf(req: Request, { context, isPage }: WebContext): string | null {
  const { publicUrl } = context.config;
  const url = URL.parse(req.get('HX-Current-URL') ?? req.originalUrl, publicUrl);
  if (!url || url.origin !== new URL(publicUrl).origin) return null;
  const path = req.method === 'GET' ? url.pathname + url.search : pageOfForm(url.pathname, isPage);
  return path.length <= MAX_PATH_LENGTH ? path : null;
}

/** Returns where a person wanted to go before signing in: a path of our own, or the first page of their role. */
export function nextOf(encoded: string | null): string {
  return ownPath(encoded === null ? '/' : Buffer.from(encoded, 'base64url').toString());
}

/** Returns the path if it is one of our own, and the front page otherwise. The path comes from a browser. */
export const ownPath = (path: string): string => (/^\/(?!\/)[\w\-./?=&%+*~]*$/.test(path) ? path : '/');
