/** `/owners/<id>`: an Account Owner's list of accounts. `/accounts`: all of the archive. Each replaces its list when something changes. */
import type { Request, Response, Router } from 'express';
import { isManager } from '../../domain/principal.js';
import {
  ACCOUNT_STATUSES,
  countAccounts,
  readAccounts,
  reconnectedSince,
  type AccountsCursor,
  type AccountsQuery,
} from '../../services/accounts/account-list.js';
import { planOf } from '../../services/archives/archives.js';
import { findUserOrNull } from '../../services/people/users.js';
import { notFound } from '../../domain/refusal.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { List, ListPage, type ListPageProps } from '../pages/list/page.js';
import { fragment, sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

const PAGE_SIZE = 50;
const MOST_SEARCHED = 200;
/** Names have up to 200 characters; small letters of some scripts are more. */
const LONGEST_SORTED = 600;
/** A reconnect just before the page was opened is news too: it is how somebody comes back from a full-page sign-in. */
const JUST_BEFORE_MS = 60_000;

export function accountListRoutes(router: Router, web: WebContext): void {
  const { db, clock } = web.context;

  router.get('/owners/:id', requireSignIn(web, 'everyone'), async (req: Request<{ id: string }>, res) => {
    const { session, principal, ownerId: own } = signedInPerson(res);
    const { archiveId } = session;
    const owner = own === null || own === req.params.id ? await findUserOrNull(db, archiveId, req.params.id) : null;
    if (!owner?.isAccountOwner) throw notFound('Account Owner');
    const query = { archiveId, ownerId: owner.id };
    if (req.get('HX-Request')) {
      res.type('html').send(await list(req, res, query));
      return;
    }
    const { accountList } = i18nOf(res).words;
    const mine = owner.id === session.user.id;
    const disconnected = await countAccounts(db, { ...query, status: 'disconnected' });
    await send(req, res, query, {
      section: mine ? 'mine' : 'accounts',
      title: mine ? accountList.mine : accountList.of(owner.name),
      lead: accountList.lead(disconnected),
      warning: owner.emailState === 'ok' ? null : accountList.undeliverable,
      note: !mine && isManager(principal) && disconnected > 0 ? accountList.onBehalf(owner.name) : null,
      contact: mine
        ? null
        : {
            email: owner.email,
            configure: isManager(principal) ? `/configure/people/${owner.id}` : null,
            transfer: isManager(principal) ? `/transfers/new?from=${owner.id}&step=to` : null,
          },
    });
  });

  router.get('/accounts', requireSignIn(web, 'administrators'), async (req, res) => {
    const query = { archiveId: signedInPerson(res).session.archiveId, ownerId: null };
    if (req.get('HX-Request')) {
      res.type('html').send(await list(req, res, query));
      return;
    }
    const { accountList } = i18nOf(res).words;
    const heads = { title: accountList.all, lead: accountList.allLead, warning: null, note: null, contact: null };
    await send(req, res, query, { section: 'accounts', ...heads });
  });

  type Head = Pick<ListPageProps, 'section' | 'title' | 'lead' | 'warning' | 'note' | 'contact'>;

  async function send(req: Request, res: Response, query: AccountsQuery, head: Head): Promise<void> {
    const { search, status } = filterOf(req);
    const html = await list(req, res, query);
    sendPage(res, ListPage, { ...head, action: req.path, search, status, list: html });
  }

  async function list(req: Request, res: Response, of: AccountsQuery): Promise<string> {
    const { principal, session, timeZone } = signedInPerson(res);
    const now = clock.now();
    const { search, status, after, since } = filterOf(req);
    const query = { ...of, search, status };
    const plan = await planOf(db, of.archiveId);
    const [total, { rows, next }, reconnected] = await Promise.all([
      countAccounts(db, query),
      readAccounts(db, query, { plan, dayMs: web.context.config.dayMs, now }, { after, limit: PAGE_SIZE }),
      reconnectedSince(db, of, since ?? new Date(now.getTime() - JUST_BEFORE_MS)),
    ]);
    const href = (more: Record<string, string>) => {
      const kept = { ...(search && { q: search }), ...(status && { status }), ...more };
      return `${req.path}?${new URLSearchParams(kept).toString()}`;
    };
    const here = { since: String((since ?? now).getTime()), ...(after && { cursor: encode(after) }) };
    const inner = (
      <List
        accounts={rows}
        now={now}
        timeZone={timeZone}
        withOwner={of.ownerId === null}
        mayReconnect={({ owner }) => isManager(principal) || (principal.isAccountOwner && owner.id === session.user.id)}
        total={total}
        filtered={search !== '' || status !== undefined}
        reconnected={reconnected}
        nextHref={next && href({ cursor: encode(next) })}
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

function filterOf(req: Request) {
  const { q, status, cursor, since } = req.query;
  return {
    search: typeof q === 'string' ? q.trim().slice(0, MOST_SEARCHED).replaceAll('\0', '') : '',
    status: ACCOUNT_STATUSES.find((name) => name === status),
    after: typeof cursor === 'string' ? decode(cursor) : null,
    since: typeof since === 'string' && /^\d{1,14}$/.test(since) ? new Date(Number(since)) : null,
  };
}

const encode = (cursor: AccountsCursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** A cursor that is none is the first page. */
function decode(text: string): AccountsCursor | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const isCursor =
      Array.isArray(value) && value.length === 3 && [0, 1, 2].includes(value[0]) && value.slice(1).every(isText);
    return isCursor ? (value as unknown as AccountsCursor) : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown) => typeof value === 'string' && value.length <= LONGEST_SORTED && !value.includes('\0');
