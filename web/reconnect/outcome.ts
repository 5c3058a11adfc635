/**
 * Tells a person how a sign-in at a network ended: what was done, or why nothing was, in terms of their role, and what
 * they can do next.
 */
import type { Response } from 'express';
import { NETWORKS, PROVIDER_LABELS, type ProviderName } from '../../domain/networks.js';
import { mayNeedOtherAccount } from '../../domain/ownership.js';
import { statusOf } from '../../http/status.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import type {
  DoneSignIn,
  FailedSignIn,
  RefusedSignIn,
  SignInOutcome,
  TransferOffer,
} from '../../services/reconnect/outcome.js';
import { asRefusal, type ReconnectRefusal } from '../../services/reconnect/refusals.js';
import type { StoredSignIn } from '../../services/reconnect/oauth-states.js';
import { MessagePage, type MessageProps } from '../pages/message.js';
import { ResultPage } from '../pages/result.js';
import type { I18n } from '../render/i18n.js';
import { sendPage, i18nOf } from '../render/render.js';
import { refusalLines, refusalWords } from './refusal-words.js';
import { accountsUrl } from '../paths.js';
import type { HelpTopic } from '../help-outline.js';
import { formatMessage } from '../../i18n/format-message.js';

/** How soon a browser looks again while another tab is still waiting for the network. */
const LOOK_AGAIN_SECONDS = 3;

/** Says that the network's answer names no sign-in. A person who canceled reads that, and not that they changed browsers. */
export function sendUnnamed(
  res: Response,
  provider: ProviderName,
  { isDenied }: { isDenied: boolean },
  visitor: PersonPrincipal | null,
): void {
  const { reconnect } = i18nOf(res).words;
  const values = { provider: PROVIDER_LABELS[provider] };
  const said = isDenied ? reconnect.denied : reconnect.unnamed;
  const back = visitor && (visitor.via.kind === 'link' ? accountsUrl() : '/');
  const page = {
    title: formatMessage(said.title, values),
    lines: [formatMessage(said.what, values), formatMessage(said.how, values)],
    tone: isDenied ? ('calm' as const) : ('alert' as const),
    back: back ?? undefined,
    inWindow: true,
  };
  sendPage(res, MessagePage, page, isDenied ? 200 : 400);
}

/** Shows how a sign-in ended, or that its result can’t be shown. */
export function sendEnd(
  res: Response,
  ended: SignInOutcome | { outcome: 'gone' } | { outcome: 'unfinished' },
  visitor: PersonPrincipal | null,
): void {
  const { gone, unfinished } = i18nOf(res).words.reconnect;
  if (ended.outcome === 'gone') {
    const { title, lines } = gone;
    return sendPage(res, MessagePage, { title, lines, inWindow: true }, 410);
  }
  if (ended.outcome !== 'unfinished') return sendOutcome(res, ended, visitor);
  const { title, lines } = unfinished;
  res.set('Refresh', String(LOOK_AGAIN_SECONDS));
  sendPage(res, MessagePage, { title, lines, tone: 'calm' }, 202);
}

/** @param visitor the person in this browser; only a person with a session in the same archive is offered next steps */
export function sendOutcome(res: Response, ended: SignInOutcome, visitor: PersonPrincipal | null): void {
  if (ended.outcome === 'refused') return sendRefusal(res, ended, visitor);
  if (ended.outcome === 'failed') return sendFailure(res, ended, visitor);
  sendResult(res, ended, visitor);
}

function sendRefusal(
  res: Response,
  { signIn, archive, refusal: { refusal, otherOwner, transferred }, transfer }: RefusedSignIn,
  visitor: PersonPrincipal | null,
): void {
  const i18n = i18nOf(res);
  const { title, retry, ...words } = refusalWords(i18n, refusal, {
    contact: i18n.contactLabel(archive.contact, readerOf(signIn)),
    network: signIn.network,
    otherOwner,
    transferred,
  });
  const steps = nextSteps(signIn, visitor);
  sendPage(
    res,
    MessagePage,
    {
      title,
      lines: refusalLines(i18n, words),
      archive,
      ...steps,
      again: retry ? steps.again : undefined,
      differentAccount: offersOtherAccount(signIn, refusal),
      offer: transfer ? offerOf(res, transfer) : undefined,
      help: helpOn(refusal),
      inWindow: true,
    },
    statusOf(asRefusal(refusal)),
  );
}

/** Requirement: "A refusal because of the wrong identity offers another account". Google then shows its own choice of accounts. */
const offersOtherAccount = ({ network }: StoredSignIn, { code }: ReconnectRefusal): boolean =>
  mayNeedOtherAccount(code) || (code === 'permission_missing' && NETWORKS[network].provider === 'google');

function offerOf(res: Response, { subject, toOwnerId, goesOn }: TransferOffer): MessageProps['offer'] {
  const { offer } = i18nOf(res).words.transfers;
  const to: Record<string, string> = toOwnerId === null ? { step: 'to' } : { step: 'review', to: toOwnerId };
  const href = `/transfers/new?${new URLSearchParams({ ...subject, ...to }).toString()}`;
  return { href, label: offer.first, note: goesOn ? offer.firstNote : undefined };
}

function helpOn({ code }: ReconnectRefusal): HelpTopic {
  if (code === 'link_dead') return 'links';
  return code.endsWith('owned_by_other_owner') || code === 'transfer_in_progress' ? 'transfer' : 'reconnect';
}

const FAILURE_STATUS = { denied: 200, rejected: 502, unavailable: 503, application: 502 } as const;

function sendFailure(
  res: Response,
  { signIn, archive, kind, because }: FailedSignIn,
  visitor: PersonPrincipal | null,
): void {
  const i18n = i18nOf(res);
  const values = {
    provider: i18n.providerLabel(signIn.network),
    whom: i18n.contactLabel(archive.contact, readerOf(signIn)),
  };
  const words = failureWords(i18n, kind, because, values);
  const tone = kind === 'denied' ? 'calm' : 'alert';
  const { back, again } = nextSteps(signIn, visitor);
  // Trying again can't help until an operator has fixed our app.
  const ways = kind === 'application' ? { back } : { back, again };
  const page = { ...words, tone, archive, ...ways, inWindow: true } as const;
  sendPage(res, MessagePage, page, FAILURE_STATUS[kind]);
}

/** Says what the network said about the account, if it said more than that it refused. */
function failureWords(
  { words: { reconnect, reasons, reconnectRefusals } }: I18n,
  kind: FailedSignIn['kind'],
  because: FailedSignIn['because'],
  values: { provider: string; whom: string },
): Pick<MessageProps, 'title' | 'lines'> {
  const { title, what, how } = reconnect[kind];
  if (because === undefined)
    return { title: formatMessage(title, values), lines: [formatMessage(what, values), formatMessage(how, values)] };
  if (because === 'organization_policy') {
    const policy = reconnect.organizationPolicy;
    return { title: policy.title, lines: [policy.what(values), policy.how(values)] };
  }
  const { what: reason, remedy } = reasons[because];
  return {
    title: formatMessage(title, values),
    lines: [`${formatMessage(reason, values)} ${reconnectRefusals.unchanged}`, formatMessage(remedy, values)],
  };
}

function sendResult(res: Response, ended: DoneSignIn, visitor: PersonPrincipal | null): void {
  const { signIn, ...done } = ended;
  const i18n = i18nOf(res);
  const contact = i18n.contactLabel(done.archive.contact, readerOf(signIn));
  const left = done.left.map(({ refusal, otherOwner, transferred }) => {
    const { what, how } = refusalWords(i18n, refusal, { contact, network: signIn.network, otherOwner, transferred });
    return [what, ...how].join(' ');
  });
  const denied = done.denied.map((refusal) => {
    const { what, how } = refusalWords(i18n, refusal, {
      contact,
      network: signIn.network,
      otherOwner: null,
      transferred: false,
    });
    return [what, ...how];
  });
  const { back, again } = nextSteps(signIn, visitor);
  sendPage(res, ResultPage, { ...done, left, denied, back, again: again && againFor(ended, again) });
}

/** Starts again with an account that is still disconnected: only that one's refusal lets the person choose another account. */
function againFor({ denied, unmanaged }: DoneSignIn, again: Target): Target | undefined {
  const [first] = unmanaged;
  if (first) return { accountId: first.id, together: true };
  return denied.length > 0 ? again : undefined;
}

type Target = NonNullable<MessageProps['again']>;

/** The reader is the person who began the sign-in, so no one is told to ask themselves. */
const readerOf = ({ actor }: StoredSignIn) => ({ id: actor.userId });

/** Returns the links back to the page and to try again. */
function nextSteps(
  { archiveId, accountId, ownerId, network, actor, together }: StoredSignIn,
  visitor: PersonPrincipal | null,
): Pick<MessageProps, 'back' | 'again'> {
  if (visitor?.archiveId !== archiveId || visitor.userId !== actor.userId) return {};
  // A person who signed in sees the owner's list. A Personalized Link leads to the owner's own page.
  const back = visitor.via.kind === 'link' ? accountsUrl(accountId) : `/owners/${ownerId}`;
  return { back, again: accountId === null ? { network } : { accountId, together } };
}
