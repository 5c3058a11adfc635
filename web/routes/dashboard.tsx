/** `/dashboard`, with its live notice and chart, and the bar about disconnected accounts on every other page. */
import type { Request, Response, Router } from 'express';
import { readDashboard } from '../../services/dashboard/current.js';
import { readPulse } from '../../services/dashboard/pulse.js';
import { readHistory, type History } from '../../services/dashboard/history.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { sha256 } from '../../platform/key-ring.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { type SignedInPerson, signedInPerson } from '../render/signed-in.js';
import { HistorySection } from '../pages/dashboard/history.js';
import { Notice } from '../pages/dashboard/notice.js';
import { DashboardPage } from '../pages/dashboard/page.js';
import { NOTICE_BAR, NoticeBar } from '../parts/notice-bar.js';
import { fragment, sendPage } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const NOTICE = '/dashboard/notice';
const CHART = '/dashboard/history';
const HISTORY_FRESH_MS = 60_000;
/** The notice lists those who have waited longest. More would hide the rest of the page, and all are in the list that it links to. */
const MAX_OWNERS = 20;

export function dashboardRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const { clock } = context;
  const histories = new Map<string, { at: number; version: string; history: Promise<History> }>();

  /**
   * Reads the history again if anything was connected or disconnected in the meantime, and after a minute in any case.
   */
  async function historyOf({ principal, timeZone }: SignedInPerson): Promise<History> {
    const key = `${principal.archiveId} ${timeZone}`;
    const now = clock.now();
    const { version } = await readPulse(context, principal);
    const known = histories.get(key);
    if (known && known.version === version && now.getTime() - known.at < HISTORY_FRESH_MS) return known.history;
    const history = readHistory(context, principal, timeZone);
    histories.set(key, { at: now.getTime(), version, history });
    history.catch(() => histories.delete(key));
    return history;
  }

  async function notice(res: Response, person: SignedInPerson): Promise<{ html: string; version: string }> {
    const { principal, timeZone } = person;
    const dashboard = await readDashboard(context, principal, MAX_OWNERS);
    const inner = fragment(res, <Notice dashboard={dashboard} now={clock.now()} timeZone={timeZone} />);
    const version = sha256(inner).toString('base64url').slice(0, 16);
    const html = fragment(
      res,
      <div
        id="notice"
        hx-get={`${NOTICE}?seen=${version}`}
        hx-trigger="changed from:body, every 60s"
        hx-swap="outerMorph"
        dangerouslySetInnerHTML={{ __html: inner }}
      />,
    );
    return { html, version };
  }

  async function chart(req: Request, res: Response): Promise<string> {
    const person = signedInPerson(res);
    const network = NETWORK_NAMES.find((name) => name === req.query.network) ?? null;
    const history = await historyOf(person);
    return fragment(
      res,
      <div
        id="history"
        hx-get={network ? `${CHART}?network=${network}` : CHART}
        hx-trigger="changed from:body"
        hx-swap="outerMorph"
      >
        <HistorySection history={history} timeZone={person.timeZone} network={network} />
      </div>,
    );
  }

  const administrators = requireSignIn(web, readHistory);

  router.get('/dashboard', administrators, async (req, res) => {
    const person = signedInPerson(res);
    const [{ html }, history] = await Promise.all([notice(res, person), chart(req, res)]);
    sendPage(res, DashboardPage, { archive: person.archive, notice: html, history });
  });

  router.get(CHART, administrators, async (req, res) => {
    res.type('html').send(await chart(req, res));
  });

  router.get(NOTICE_BAR, requireSignIn(web, readPulse), async (_req, res) => {
    const { principal, ownerId } = signedInPerson(res);
    const { disconnected } = await readPulse(context, principal);
    const href = ownerId === null ? '/dashboard' : `/owners/${ownerId}`;
    res.type('html').send(fragment(res, <NoticeBar disconnected={disconnected} href={href} />));
  });

  router.get(NOTICE, requireSignIn(web, readDashboard), async (req, res) => {
    const { html, version } = await notice(res, signedInPerson(res));
    if (version === req.query.seen) res.status(204).end();
    else res.type('html').send(html);
  });
}
