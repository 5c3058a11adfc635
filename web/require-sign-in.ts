/**
 * People who signed in: administrators, and Account Owners who were invited to. A visit through a Personalized Link is none: it
 * has the owner's own page only.
 */
import type { RequestHandler, Response } from 'express';
import { permit, type People, type PersonPrincipal, type Sight } from '../http/principal.js';
import { readPlace, type Place } from '../services/reconnect/owner-page.js';
import type { BrowserSession } from '../services/access/sessions.js';
import { Refusal } from '../domain/errors.js';
import { MessagePage } from './pages/message.js';
import { sendPage, speechOf } from './render.js';
import { principalOf } from './session.js';
import type { Web } from './web-context.js';

export interface Member extends Sight {
  session: BrowserSession;
  principal: PersonPrincipal;
  place: Place;
  /** The person's own, else the archive's. */
  timeZone: string;
}

/** A cookie of ours holds no more (cookies.ts), and browsers send it with every request. */
const LONGEST_PATH = 300;

export const memberOf = (res: Response): Member => res.locals.member as Member;

/** Before it is known what they may see: their own things. */
export function memberIn(session: BrowserSession, place: Place): Member {
  const { user } = session;
  const timeZone = user.timeZone ?? place.timeZone;
  return { session, principal: principalOf(session), place, timeZone, ownerId: user.id };
}

/** Lets in whoever a page is for; who is not signed in is led through signing in, and back here. */
export function membersOnly(web: Web, people: People): RequestHandler {
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
    const place = await readPlace(context.db, session.archiveId);
    const member = memberIn(session, place);
    res.locals.member = member;
    try {
      res.locals.member = { ...member, ...permit(member.principal, { scope: 'read', people }) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { rights, common } = speechOf(res).words;
      const lines = [rights[people === 'nobody' ? 'managers' : people], rights.ask(common.whomToAsk(place.contact))];
      return sendPage(res, MessagePage, { title: rights.title, lines, place }, 403);
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
