/** The owner's page and its live list. */
import type { Request, Response, Router } from 'express';
import { isId } from '../../domain/ids.js';
import { whomToAsk } from '../../domain/whom-to-ask.js';
import { readOwnerPage } from '../../services/reconnect/owner-page.js';
import type { BrowserSession } from '../../services/access/sessions.js';
import { sha256 } from '../../platform/key-ring.js';
import { isInAppBrowser } from '../reconnect/in-app-browser.js';
import { AccountList } from '../pages/account-list.js';
import { AccountsPage } from '../pages/accounts.js';
import { MessagePage } from '../pages/message.js';
import { flashMessage } from '../forms/forms.js';
import { fragment, sendPage, i18nOf } from '../render/render.js';
import { useI18n } from '../render/i18n.js';
import { whyOver } from '../session/why-over.js';
import { principalOf } from '../session/principal.js';
import type { WebContext } from '../web-context.js';

const LIST = '/connect/accounts/list';
const REFRESH = 'every 5s, look';

interface ListView {
  linkedId: string | null;
  since: Date;
  /** The version that the browser already has. */
  seen: string | null;
}

export function accountsRoutes(router: Router, web: WebContext): void {
  const { context, sessionOf } = web;
  const { clock, networks } = context;

  async function list(res: Response, session: BrowserSession, view: ListView) {
    const { archive, accounts } = await readOwnerPage(context, principalOf(session));
    const showing = {
      now: clock.now(),
      timeZone: session.user.timeZone ?? archive.timeZone,
      linkedId: view.linkedId,
    };
    const inner = fragment(res, <AccountList accounts={accounts} showing={showing} since={view.since} />);
    const version = sha256(inner).toString('base64url').slice(0, 16);
    return { archive, version, html: selfRefreshing(res, inner, view, version) };
  }

  router.get('/connect/accounts', async (req, res) => {
    const session = await sessionOf(req);
    if (!session) {
      const { connect } = i18nOf(res).words;
      const { title, ask } = connect.none;
      const over = await whyOver(web, req);
      const ended = over?.kind === 'link' ? flashMessage(connect.over, over.why) : null;
      const lines = ended ? [ended, ...connect.none.lines] : connect.none.lines;
      const offer = { href: '/sign-in', label: ask };
      return sendPage(res, MessagePage, { title, lines, offer, tone: 'calm', help: 'links' }, 401);
    }
    const { archive, html } = await list(res, session, viewOf(req, clock.now()));
    sendPage(res, AccountsPage, {
      archive,
      ownerName: session.user.name,
      contact: whomToAsk(archive.contact, session.user),
      throughLink: session.link !== null,
      configured: (network) => networks.configured(network),
      inAppBrowser: isInAppBrowser(req.get('user-agent')),
      list: html,
    });
  });

  router.get(LIST, async (req: Request, res: Response) => {
    const session = await sessionOf(req);
    if (!session) {
      res
        .status(401)
        .type('html')
        .send(fragment(res, <Ended />));
      return;
    }
    const view = viewOf(req, clock.now());
    const { version, html } = await list(res, session, view);
    if (version === view.seen) res.status(204).end();
    else res.type('html').send(html);
  });
}

/** The list includes its own URL, with the version in it. If nothing has changed, the response has no content. */
function selfRefreshing(res: Response, inner: string, { linkedId, since }: ListView, version: string): string {
  const query = new URLSearchParams({ since: String(since.getTime()), seen: version });
  if (linkedId) query.set('account', linkedId);
  return fragment(
    res,
    <div
      id="account-list"
      hx-get={`${LIST}?${query.toString()}`}
      hx-trigger={REFRESH}
      hx-swap="outerMorph"
      dangerouslySetInnerHTML={{ __html: inner }}
    />,
  );
}

function viewOf(req: Request, now: Date): ListView {
  const { account, since, seen } = req.query;
  const at = typeof since === 'string' && /^\d{1,15}$/.test(since) ? Number(since) : now.getTime();
  return {
    linkedId: typeof account === 'string' && isId(account) ? account : null,
    since: new Date(at),
    seen: typeof seen === 'string' ? seen : null,
  };
}

/** It has no trigger, so a page whose session has ended stops polling. */
function Ended() {
  const { yourAccounts } = useI18n().words;
  return (
    <div id="account-list">
      <section className="card message alert-card" role="alert">
        <h2>{yourAccounts.ended}</h2>
        <p>{yourAccounts.endedNote}</p>
      </section>
    </div>
  );
}
