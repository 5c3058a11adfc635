/** Handles a click on Reconnect, or on a network to connect something new. */
import express, { type Router } from 'express';
import { validate } from '../../services/input/validate.js';
import { authorizeUrlOf, beginReconnect, ReconnectTarget, waitForTransfer } from '../../services/reconnect/begin.js';
import { Refusal } from '../../domain/refusal.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import { RECONNECT_PATH } from '../paths.js';
import { visitorOf } from '../session/principal.js';
import type { WebContext } from '../web-context.js';

export function reconnectStartRoutes(router: Router, web: WebContext): void {
  const { context, limits } = web;
  const { config } = context;
  const bodies = [express.json({ limit: '4kb' }), express.urlencoded({ extended: false, limit: '4kb' })];
  router.post(RECONNECT_PATH, sameOriginOnly(config.publicUrl), limits.authorize, ...bodies, async (req, res) => {
    const visitor = await visitorOf(web, req);
    if (!visitor) throw new Refusal('no_session', {});
    const target = validate(ReconnectTarget, req.body);
    await waitForTransfer(context, visitor, target);
    const reconnect = await beginReconnect(context, visitor, target);
    const authorizeUrl = authorizeUrlOf(config, reconnect);
    if (req.is('json')) res.json({ authorizeUrl, expiresAt: reconnect.expiresAt.toISOString() });
    // A form can't be redirected to another site (form-action), so the page in between has a link.
    else res.redirect(303, `${authorizeUrl}?confirm`);
  });
}
