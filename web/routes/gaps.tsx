/** `/gaps`: the gaps in the record over a period, page by page; `/gaps.csv`: all of them, as they are read. */
import type { Request, Router } from 'express';
import { readGapKey, writeGapKey } from '../../api/gaps.js';
import {
  gapKey,
  gapParts,
  listGaps,
  sumGaps,
  type Gap,
  type GapsQuery,
} from '../../services/disconnects/capture-gaps.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { isoInZone, sendCsv, type Cell } from '../../http/csv-download.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { GapsPage, type GapsPageProps } from '../pages/gaps.js';
import { closerWords } from '../parts/timeline-gaps.js';
import { periodOf } from '../period.js';
import { sendPage, i18nOf } from '../render.js';
import { capitalized, type I18n } from '../i18n.js';
import type { WebContext } from '../web-context.js';

const PAGE_SIZE = 50;
const MOST_TYPED = 200;
const HOUR_MS = 3_600_000;

export function gapsRoutes(router: Router, web: WebContext): void {
  const { db, clock } = web.context;
  const administrators = requireSignIn(web, 'administrators');

  router.get('/gaps', administrators, async (req, res) => {
    const { session, timeZone } = signedInPerson(res);
    const now = clock.now();
    const { filter, query } = queryOf(req, session.archiveId, now, timeZone);
    if (query === null) {
      const errors = [{ path: 'from', message: i18nOf(res).words.gaps.badPeriod }];
      const empty = { report: null, nextHref: null, firstHref: null };
      return sendPage(res, GapsPage, { filter, ...empty, now, timeZone, errors }, 422);
    }
    const after = readGapKey(textOf(req, 'cursor'));
    const [rows, totals] = await Promise.all([
      listGaps(db, query, { after, limit: PAGE_SIZE }),
      sumGaps(db, query, now),
    ]);
    const gaps = rows.slice(0, PAGE_SIZE);
    const last = gaps.at(-1);
    const href = (path: string, more: Record<string, string> = {}) =>
      `${path}?${new URLSearchParams({ ...filter, ...more }).toString()}`;
    sendPage(res, GapsPage, {
      filter,
      report: { gaps, totals, csvHref: href('/gaps.csv') },
      now,
      timeZone,
      nextHref: rows.length > PAGE_SIZE && last ? href('/gaps', { cursor: writeGapKey(gapKey(last)) }) : null,
      firstHref: after && href('/gaps'),
      errors: [],
    });
  });

  router.get('/gaps.csv', administrators, async (req, res) => {
    const { session, timeZone, archive } = signedInPerson(res);
    const now = clock.now();
    const { filter, query } = queryOf(req, session.archiveId, now, timeZone);
    if (query === null) return res.redirect(303, `/gaps?${new URLSearchParams(filter).toString()}`);
    const i18n = i18nOf(res);
    const header = Object.values(i18n.words.gaps.columns);
    const lines = linesOf(i18n, archive.timeZone, now, gapParts(db, query));
    await sendCsv(res, `gaps-${filter.from}-${filter.to}`, header, lines);
  });
}

function queryOf(req: Request, archiveId: string, now: Date, timeZone: string) {
  const network = NETWORK_NAMES.find((name) => name === req.query.network);
  const owner = textOf(req, 'owner');
  const { fromDay, toDay, span } = periodOf({ from: textOf(req, 'from'), to: textOf(req, 'to') }, now, timeZone);
  const filter: GapsPageProps['filter'] = { from: fromDay, to: toDay, network: network ?? '', owner };
  const query: GapsQuery | null = span && { archiveId, ...span, network, owner };
  return { filter, query };
}

function textOf(req: Request, name: string): string {
  const value = req.query[name];
  return typeof value === 'string' ? value.trim().slice(0, MOST_TYPED).replaceAll('\0', '') : '';
}

/** In the order of the columns. */
async function* linesOf(
  i18n: I18n,
  timeZone: string,
  now: Date,
  parts: AsyncIterable<Gap[]>,
): AsyncGenerator<Cell[][]> {
  const { gaps } = i18n.words;
  const both = (at: Date | null): Cell[] => (at ? [isoInZone(at, timeZone), at.toISOString()] : ['', '']);
  for await (const part of parts)
    yield part.map(({ account, owner, from, to, reason, told, closedAs, closedBy }) => [
      account.name,
      i18n.networkLabel(account.network),
      owner?.name ?? gaps.ownerGone,
      ...both(from),
      ...both(to),
      Math.round(((to ?? now).getTime() - from.getTime()) / (HOUR_MS / 10)) / 10,
      capitalized(i18n.reason(reason).what),
      ...both(told.firstAt),
      told.to.join('; '),
      told.cc.join('; '),
      told.reminders,
      closedAs ? gaps.closed[closedAs] : gaps.open,
      closedBy ? closerWords(i18n, closedBy) : '',
    ]);
}
