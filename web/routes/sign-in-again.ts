/** After a person has signed in again for something that needs a fresh sign-in: where to go on, and whether it's fresh. */
import type { Router } from 'express';
import { FRESH_SIGN_IN_MINUTES } from '../../domain/limits.js';
import { needsFreshSignIn } from '../../domain/principal.js';
import type { BrowserSession } from '../../services/access/sessions.js';
import { SignedInAgainPage } from '../pages/sign-in-again.js';
import { sendPage } from '../render/render.js';
import { principalOf } from '../session/principal.js';
import type { WebContext } from '../web-context.js';

/** For how many seconds the sign-in stays fresh; 0 if it isn't, or if it's someone else's. */
function secondsLeft(session: BrowserSession | null, of?: unknown): number {
  if (session === null || needsFreshSignIn(principalOf(session))) return 0;
  if (of !== undefined && of !== session.user.id) return 0;
  return Math.max(0, FRESH_SIGN_IN_MINUTES * 60 - session.age);
}

export function signInAgainRoutes(router: Router, { sessionOf }: WebContext): void {
  router.get('/sign-in/again', async (req, res) => {
    if (secondsLeft(await sessionOf(req)) === 0) return res.redirect(303, '/sign-in?again');
    sendPage(res, SignedInAgainPage, {});
  });

  /** Pages ask this when a person comes back to them. */
  router.get('/sign-in/fresh', async (req, res) => {
    res.set('Cache-Control', 'no-store').json({ seconds: secondsLeft(await sessionOf(req), req.query.of ?? null) });
  });
}
