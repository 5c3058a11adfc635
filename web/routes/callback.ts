/** Where the network sends the browser back to: one use, bound to the browser that began. */
import type { Request, Response, Router } from 'express';
import { takeSignIn, type StoredSignIn } from '../../services/reconnect/oauth-states.js';
import { completeReconnect, recordAttempt, type ReconnectResult } from '../../services/reconnect/complete.js';
import { readArchiveSummary } from '../../services/archives/summary.js';
import { NETWORKS, PROVIDER_LABELS, PROVIDER_NAMES, type ProviderName } from '../../domain/networks.js';
import { NetworkError, type NetworkAuthorization } from '../../networks/adapter.js';
import { openState, type BrowserState } from '../oauth-state.js';
import { MessagePage } from '../pages/message.js';
import { ResultPage } from '../pages/result.js';
import { sendRefusal, waysOn, wordsFor } from '../refused.js';
import { sendPage, i18nOf } from '../render.js';
import { redirectUri, type WebContext } from '../web-context.js';
import { linkRefusal } from './start-sign-in.js';

export function callbackRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;
  const { db, config, clock } = context;

  // Express would answer it as a GET, and a GET here acts.
  router.head('/oauth/:provider/callback', (_req, res) => void res.set('Allow', 'GET').status(405).end());

  router.get('/oauth/:provider/callback', limits.signIn, async (req, res, next) => {
    const provider = PROVIDER_NAMES.find((name) => name === req.params.provider);
    if (!provider) return next();
    const words = i18nOf(res).words.signIn;
    const callbackUrl = new URL(req.originalUrl, config.publicUrl);
    const nonce = cookies.read(req, 'relink-browser');
    const state = callbackUrl.searchParams.get('state') ?? '';
    const mine = nonce === null ? null : openState(config.keys, provider, state, nonce);
    if (!mine) return sendPage(res, MessagePage, { ...words.otherBrowser, inWindow: true }, 400);
    const signIn = await takeSignIn(db, mine.hash);
    if (!signIn || signIn.expired) return sendPage(res, MessagePage, { ...words.gone, inWindow: true }, 410);
    const refusal = await linkRefusal(web, signIn);
    if (refusal) return sendRefusal(web, req, res, signIn, refusal);

    let authorization: NetworkAuthorization;
    try {
      authorization = await authorize(web, provider, signIn, mine.binding, callbackUrl);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return sendFailure(web, req, res, signIn, error);
    }
    const result = await completeReconnect(context, signIn, authorization, clock.now());
    await sendOutcome(web, req, res, signIn, result, authorization);
  });
}

/** What a sign-in came to, also one that waited for a transfer. @param authorization what may be held, if it is refused */
export async function sendOutcome(
  web: WebContext,
  req: Request,
  res: Response,
  signIn: StoredSignIn,
  result: ReconnectResult,
  authorization?: NetworkAuthorization,
): Promise<void> {
  if (result.outcome === 'refused') return sendRefusal(web, req, res, signIn, result.refusal, authorization);
  web.context.notifier.notify('workflows', `mail:${signIn.archiveId}`);
  await sendResult(web, req, res, signIn, result);
}

function authorize(
  { context: { config, networks } }: WebContext,
  provider: ProviderName,
  { network }: StoredSignIn,
  binding: BrowserState,
  callbackUrl: URL,
): Promise<NetworkAuthorization> {
  return networks
    .adapterFor(network)
    .authorize({ network, redirectUri: redirectUri(config.publicUrl, provider), ...binding, callbackUrl });
}

const FAILURE_STATUS = { denied: 200, rejected: 502, unavailable: 503, misconfigured: 502 } as const;

async function sendFailure(
  web: WebContext,
  req: Request,
  res: Response,
  signIn: StoredSignIn,
  error: NetworkError,
): Promise<void> {
  const { db, log } = web.context;
  const { archiveId, accountId, network } = signIn;
  const { kind, rawCode } = error;
  await recordAttempt(db, signIn, 'attempt_failed', { kind, ...(rawCode && { rawCode }) });
  log[kind === 'misconfigured' ? 'error' : 'info']({ error, archiveId, accountId, network }, 'a sign-in failed');
  const archive = await readArchiveSummary(web.context, archiveId);
  const provider = PROVIDER_LABELS[NETWORKS[network].provider];
  const { signIn: say, common } = i18nOf(res).words;
  const words = kind === 'misconfigured' ? say[kind](provider, common.whomToAsk(archive.contact)) : say[kind](provider);
  const tone = kind === 'denied' ? 'calm' : 'alert';
  const ways = await waysOn(web, req, signIn);
  sendPage(res, MessagePage, { ...words, tone, archive, ...ways, inWindow: true }, FAILURE_STATUS[kind]);
}

async function sendResult(
  web: WebContext,
  req: Request,
  res: Response,
  signIn: StoredSignIn,
  result: Extract<ReconnectResult, { outcome: 'done' }>,
): Promise<void> {
  const archive = await readArchiveSummary(web.context, signIn.archiveId);
  const left = await Promise.all(
    result.left.map((refusal) => wordsFor(web.context, i18nOf(res), signIn, archive, refusal)),
  );
  const { back } = await waysOn(web, req, signIn);
  sendPage(res, ResultPage, { ...result, archive, left: left.map(({ what, how }) => [what, ...how].join(' ')), back });
}
