/** Tells a person why nothing happened, in the words of their role, with the way on. */
import type { Request, Response } from 'express';
import type { Context } from '../platform/context.js';
import type { NetworkAuthorization } from '../networks/adapter.js';
import type { StoredSignIn } from '../services/reconnect/oauth-states.js';
import { mayActForOwners, readUser } from '../services/reconnect/actor.js';
import { findPendingSignIn, savePendingSignIn } from '../services/reconnect/pending-sign-ins.js';
import { readArchiveSummary, type ArchiveSummary } from '../services/archives/summary.js';
import type { ReconnectRefusal } from '../services/reconnect/refusals.js';
import { MessagePage, type MessageProps } from './pages/message.js';
import { sendPage, i18nOf } from './render.js';
import { refusalLines, refusalWords, type RefusalWords } from './refusal-words.js';
import type { I18n } from './i18n.js';
import { accountsUrl, type WebContext } from './web-context.js';
import type { HelpTopic } from '../i18n/pages/help-model.js';

/** http-api.md: a conflict with what the archive has; a dead link is gone. */
const statusOf = ({ code }: ReconnectRefusal): number =>
  code === 'link_dead' ? 410 : code === 'not_permitted' ? 403 : code === 'account_gone' ? 404 : 409;

export async function sendRefusal(
  web: WebContext,
  req: Request,
  res: Response,
  signIn: StoredSignIn,
  refusal: ReconnectRefusal,
  authorization?: NetworkAuthorization,
): Promise<void> {
  const archive = await readArchiveSummary(web.context, signIn.archiveId);
  const { title, retry, ...words } = await wordsFor(web.context, i18nOf(res), signIn, archive, refusal);
  const ways = await waysOn(web, req, signIn);
  sendPage(
    res,
    MessagePage,
    {
      title,
      lines: refusalLines(i18nOf(res), words),
      archive,
      ...ways,
      again: retry ? ways.again : undefined,
      offer: await offerTransfer(web, req, res, signIn, refusal, authorization),
      help: helpOn(refusal),
      inWindow: true,
    },
    statusOf(refusal),
  );
}

/**
 * product.md: "with the transfer offered to administrators". What the network answered is held meanwhile, so that the reconnect
 * goes on from here without another sign-in.
 */
async function offerTransfer(
  web: WebContext,
  req: Request,
  res: Response,
  signIn: StoredSignIn,
  refusal: ReconnectRefusal,
  authorization: NetworkAuthorization | undefined,
): Promise<MessageProps['offer']> {
  if (refusal.code !== 'owned_by_other_owner' && refusal.code !== 'parent_profile_owned_by_other_owner')
    return undefined;
  const session = await web.sessionOf(req);
  if (!session || session.link || session.archiveId !== signIn.archiveId || !mayActForOwners(session.user))
    return undefined;
  const { db, config } = web.context;
  const { archiveId, actor } = signIn;
  // It goes on in the session that it began in, and in no other.
  const began = actor.kind === 'user' && actor.sessionId === session.id;
  if (began && authorization) await savePendingSignIn(db, config.keys, signIn, authorization);
  const held = await findPendingSignIn(db, { archiveId, sessionId: session.id });
  const { offer, progress } = i18nOf(res).words.transfers;
  const thing: Record<string, string> =
    'profile' in refusal ? { profile: refusal.profile.id } : { account: refusal.account.id };
  // An account that went to another owner meanwhile: to whom, is for the administrator to say.
  const isTarget = 'account' in refusal && refusal.account.id === signIn.accountId;
  const to: Record<string, string> = isTarget ? { step: 'to' } : { step: 'review', to: signIn.ownerId };
  const href = `/transfers/new?${new URLSearchParams({ ...thing, ...to }).toString()}`;
  return { href, label: offer.first, note: held ? progress.goOnNote : undefined };
}

function helpOn({ code }: ReconnectRefusal): HelpTopic {
  if (code === 'link_dead') return 'links';
  return code.endsWith('owned_by_other_owner') || code === 'transfer_in_progress' ? 'transfer' : 'reconnect';
}

/** Only administrators learn under whom something is. */
export async function wordsFor(
  { db }: Pick<Context, 'db'>,
  i18n: I18n,
  { archiveId, actor }: StoredSignIn,
  archive: ArchiveSummary,
  refusal: ReconnectRefusal,
): Promise<RefusalWords> {
  const listener = { contact: archive.contact, otherOwner: null };
  if (!('ownerId' in refusal) || actor.kind === 'link') return refusalWords(i18n, refusal, listener);
  const [user, owner] = await Promise.all([
    readUser(db, archiveId, actor.userId),
    readUser(db, archiveId, refusal.ownerId),
  ]);
  return refusalWords(i18n, refusal, {
    ...listener,
    otherOwner: user && mayActForOwners(user) ? (owner?.name ?? null) : null,
  });
}

/** Back to the page, and once more: for somebody with a session of the same archive. */
export async function waysOn(
  { sessionOf }: WebContext,
  req: Request,
  { archiveId, accountId, ownerId, network, actor }: StoredSignIn,
): Promise<Pick<MessageProps, 'back' | 'again'>> {
  const session = await sessionOf(req);
  if (session?.archiveId !== archiveId || session.user.id !== actor.userId) return {};
  // Who signed in has the list of that owner; a link has the owner's own page.
  const back = session.link ? accountsUrl(accountId) : `/owners/${ownerId}`;
  return { back, again: accountId === null ? { network } : { accountId } };
}
