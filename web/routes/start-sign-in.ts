/**
 * Relink's short-lived page between a click and the network. Opening it changes nothing on the server: it binds the browser, and
 * leads on at once where the person has just clicked on a page that names account and archive, else after one more click.
 */
import type { Request, Router } from 'express';
import { linkStillValid } from '../../services/access/personalized-links.js';
import { readSignIn, type StoredSignIn } from '../../services/reconnect/oauth-states.js';
import { readUser } from '../../services/reconnect/actor.js';
import { readArchiveSummary } from '../../services/archives/summary.js';
import { readAccount } from '../../services/reconnect/queries.js';
import type { ReconnectRefusal } from '../../services/reconnect/refusals.js';
import { NETWORKS } from '../../domain/networks.js';
import { accountRefusal } from '../../domain/ownership.js';
import { randomSecret, sha256 } from '../../platform/key-ring.js';
import { sealState } from '../oauth-state.js';
import { LeavePage } from '../pages/leave.js';
import { MessagePage } from '../pages/message.js';
import { sendRefusal } from '../refused.js';
import { sendPage, i18nOf } from '../render.js';
import { redirectUri, type WebContext } from '../web-context.js';

/** Longer than any sign-in takes; every new one begins it again. */
const NONCE_LIFE_SECONDS = 24 * 3600;

export function startSignInRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits, sessionOf } = web;
  const { db, config, networks } = context;

  router.get('/reconnect/:ticket', limits.signIn, async (req: Request<{ ticket: string }>, res) => {
    const words = i18nOf(res).words.signIn;
    const signIn = await readSignIn(db, sha256(req.params.ticket));
    if (!signIn || signIn.expired) return sendPage(res, MessagePage, { ...words.gone, inWindow: true }, 410);
    const { archiveId, accountId, ownerId, network, hash, actor } = signIn;
    const account = accountId === null ? null : await readAccount(db, archiveId, accountId);
    const refusal = (await linkRefusal(web, signIn)) ?? (accountId === null ? null : accountRefusal(account, ownerId));
    if (refusal) return sendRefusal(web, req, res, signIn, refusal);

    const { provider } = NETWORKS[network];
    const nonce = cookies.read(req, 'relink-browser') ?? randomSecret();
    cookies.set(res, 'relink-browser', nonce, NONCE_LIFE_SECONDS);
    const binding = sealState(config.keys, provider, hash, nonce);
    const request = { network, redirectUri: redirectUri(config.publicUrl, provider), ...binding };
    const { href } = await networks.adapterFor(network).authorizationUrl(request);

    const session = await sessionOf(req);
    const begunHere = session !== null && session.id === actor.sessionId && session.archiveId === archiveId;
    if (begunHere && req.query.confirm === undefined) return res.redirect(303, href);
    const [archive, owner] = await Promise.all([
      readArchiveSummary(context, archiveId),
      readUser(db, archiveId, ownerId),
    ]);
    const begunBy = actor.kind === 'link' ? actor.name : words.byUser(actor.name);
    sendPage(res, LeavePage, {
      archive,
      network,
      accountName: account?.name ?? null,
      ownerName: owner?.name ?? '',
      begunBy,
      href,
    });
  });
}

/** A renewed or revoked link never acts, at any step of a flow begun with it (reliability.md, invariant 10). */
export async function linkRefusal(
  { context: { db, config } }: WebContext,
  { archiveId, actor }: StoredSignIn,
): Promise<ReconnectRefusal | null> {
  if (actor.kind !== 'link') return null;
  const valid = await linkStillValid(db, config.windows, archiveId, actor.linkId, actor.linkEpoch);
  return valid ? null : { code: 'link_dead' };
}
