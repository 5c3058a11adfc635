/** The click on Reconnect, or on a network to connect something new. */
import express, { type Router } from 'express';
import { z } from 'zod';
import { validate } from '../../services/input/validate.js';
import { authorizeUrlOf, beginReconnect } from '../../services/reconnect/begin.js';
import { transferEnded } from '../../services/reconnect/wait-for-transfer.js';
import { Refusal } from '../../domain/refusal.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import { reconnectActor } from '../session.js';
import { SIGN_IN_ACTION } from '../parts/sign-in-form.js';
import type { WebContext } from '../web-context.js';

const Target = z.union([
  z.strictObject({ accountId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) }),
  z.strictObject({ network: z.enum(NETWORK_NAMES) }),
]);

export function beginRoutes(router: Router, { context, limits, sessionOf }: WebContext): void {
  const { db, config, networks } = context;
  const bodies = [express.json({ limit: '4kb' }), express.urlencoded({ extended: false, limit: '4kb' })];
  router.post(SIGN_IN_ACTION, sameOriginOnly(config.publicUrl), limits.signIn, ...bodies, async (req, res) => {
    const session = await sessionOf(req);
    if (!session) throw new Refusal('no_session', {});
    const target = validate(Target, req.body);
    const { archiveId } = session;
    const actor = reconnectActor(session);
    if ('accountId' in target) await transferEnded(db, archiveId, target.accountId);
    const { seed, expiresAt } = await db.transaction((tx) =>
      beginReconnect({ db: tx, config, networks }, { archiveId, actor, target }),
    );
    const authorizeUrl = authorizeUrlOf(config, archiveId, seed);
    if (req.is('json')) res.json({ authorizeUrl, expiresAt: expiresAt.toISOString() });
    // A form may not be sent on to another site (form-action): the page between has a link.
    else res.redirect(303, `${authorizeUrl}?confirm`);
  });
}
