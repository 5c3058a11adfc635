/**
 * `/owners/<id>`: the list of an Account Owner's accounts. `/accounts`: the whole archive's. Each list replaces itself
 * when something changes.
 */
import type { Request, Response, Router } from 'express';
import { ACCOUNT_STATES } from '../../domain/account-state.js';
import { isPermitted } from '../../domain/principal.js';
import { AccountsCursor } from '../../services/accounts/account-list.js';
import {
  browseAccounts,
  browseOwnerAccounts,
  type BrowsedAccounts,
  type BrowseRequest,
} from '../../services/accounts/read.js';
import { mayReconnect } from '../../services/reconnect/permission.js';
import { changeUser } from '../../services/people/manage.js';
import type { User } from '../../services/people/users.js';
import { requestTransfer } from '../../services/transfers/request.js';
import { decodeCursor, encodeCursor } from '../../http/lists.js';
import { flashMessage, searchText } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { List, ListPage, type ListPageProps } from '../pages/list/page.js';
import type { I18n } from '../render/i18n.js';
import { fragment, sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const PAGE_SIZE = 50;
/**
 * A reconnect just before the page was opened counts as news too: it means the person has come back from a full-page
 * sign-in.
 */
const JUST_BEFORE_MS = 60_000;

type Head = Pick<ListPageProps, 'section' | 'done' | 'title' | 'lead' | 'warning' | 'note' | 'contact' | 'connectNew'>;

/** Says that emails don't reach the owner, or may not. The doubt is for administrators: an owner can't resolve it. */
function warningAbout(
  { words: { accountList }, list }: I18n,
  owner: User,
  { isOwn, mayCorrect }: { isOwn: boolean; mayCorrect: boolean },
): string | null {
  const { unreachable, unreachableMine } = accountList;
  if (owner.emailState !== 'ok' && isOwn)
    return mayCorrect ? unreachableMine.byReader : unreachableMine.byAdministrator;
  if (owner.emailState !== 'ok') return mayCorrect ? unreachable.byReader : unreachable.byAdministrator;
  if (isOwn || !owner.emailDoubtAddresses) return null;
  return accountList.doubt({ addresses: list(owner.emailDoubtAddresses) });
}

export function accountListRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const { clock } = context;

  const visitors = requireSignIn(web, browseOwnerAccounts);
  router.get('/owners/:id', visitors, async (req: Request<{ id: string }>, res) => {
    const { session, principal } = signedInPerson(res);
    const found = await browseOwnerAccounts(context, principal, req.params.id, requestOf(req, clock.now()));
    const { owner, disconnected } = found;
    const { accountList } = i18nOf(res).words;
    const isOwn = owner.id === session.user.id;
    const mayCorrect = isPermitted(principal, changeUser.access);
    send(req, res, found, {
      section: isOwn ? 'mine' : 'accounts',
      title: isOwn ? accountList.mine : accountList.of({ owner: owner.name }),
      lead: accountList.toReconnect({ n: disconnected }),
      warning: warningAbout(i18nOf(res), owner, { isOwn, mayCorrect }),
      note:
        !isOwn && mayReconnect(principal, owner.id) && disconnected > 0
          ? accountList.onBehalf({ owner: owner.name })
          : null,
      connectNew: isOwn && owner.isAccountOwner ? (network) => context.networks.configured(network) : null,
      contact: isOwn
        ? null
        : {
            email: owner.email,
            configure: mayCorrect ? `/configure/people/${owner.id}` : null,
            transfer:
              found.total.n > 0 && isPermitted(principal, requestTransfer.access)
                ? `/transfers/new?from=${owner.id}&step=to`
                : null,
          },
    });
  });

  router.get('/accounts', requireSignIn(web, browseAccounts), async (req, res) => {
    const found = await browseAccounts(context, signedInPerson(res).principal, requestOf(req, clock.now()));
    const { accountList } = i18nOf(res).words;
    const heads = {
      title: accountList.all,
      lead: accountList.allLead,
      warning: null,
      note: null,
      contact: null,
      connectNew: null,
    };
    const done = flashMessage(accountList.done, req.query.done);
    send(req, res, found, { section: 'accounts', done, ...heads }, { withOwner: true });
  });

  /** Sends the page, or only the list if the page is already open. */
  function send(
    req: Request,
    res: Response,
    found: BrowsedAccounts,
    head: Head,
    { withOwner } = { withOwner: false },
  ): void {
    const list = listOf(req, res, found, withOwner);
    if (req.get('HX-Request')) return void res.type('html').send(list);
    const { search, state } = requestOf(req, clock.now());
    sendPage(res, ListPage, { ...head, action: req.path, search, state, list });
  }

  function listOf(req: Request, res: Response, found: BrowsedAccounts, withOwner: boolean): string {
    const { principal, timeZone } = signedInPerson(res);
    const now = clock.now();
    const { search, state, page } = requestOf(req, now);
    const { after } = page;
    const href = (more: Record<string, string>) => {
      const query = { ...(search && { q: search }), ...(state && { status: state }), ...more };
      return `${req.path}?${new URLSearchParams(query).toString()}`;
    };
    const here = { since: String((sinceOf(req) ?? now).getTime()), ...(after && { cursor: encodeCursor(after) }) };
    const inner = (
      <List
        accounts={found.rows}
        now={now}
        timeZone={timeZone}
        withOwner={withOwner}
        mayReconnect={({ owner }) => mayReconnect(principal, owner.id)}
        total={found.total}
        filtered={search !== '' || state !== undefined}
        news={found.news}
        nextHref={found.next && href({ cursor: encodeCursor(found.next) })}
        firstHref={after && href({})}
      />
    );
    return fragment(
      res,
      <div id="account-list" hx-get={href(here)} hx-trigger="changed from:body, look, every 60s" hx-swap="outerMorph">
        {inner}
      </div>,
    );
  }
}

function requestOf(req: Request, now: Date): BrowseRequest {
  const { q, status, cursor } = req.query;
  return {
    search: searchText(q),
    state: ACCOUNT_STATES.find((name) => name === status),
    page: { after: decodeCursor(AccountsCursor, cursor), limit: PAGE_SIZE },
    since: sinceOf(req) ?? new Date(now.getTime() - JUST_BEFORE_MS),
  };
}

/** Returns when the page that the list belongs to was opened. */
function sinceOf({ query: { since } }: Request): Date | null {
  return typeof since === 'string' && /^\d{1,14}$/.test(since) ? new Date(Number(since)) : null;
}
