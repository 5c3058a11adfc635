/** `/gaps`: the gaps in the record during a period, page by page. `/gaps.csv`: all of them, streamed. */
import type { Request, Router } from 'express';
import {
  GAP_KINDS,
  parseGapKey,
  formatGapKey,
  type Gap,
  type GapFilter,
} from '../../services/disconnects/capture-gaps.js';
import { actorWords } from '../../i18n/actors.js';
import { listGaps, streamGaps, summarizeGaps } from '../../services/disconnects/read-gaps.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { decodeCursor, encodeCursor, PLAIN_KEY } from '../../http/lists.js';
import { isoInZone, sendCsv, type Cell } from '../../http/csv-download.js';
import { searchText } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { gapEnd, recipient } from '../render/gap-words.js';
import { GapsPage, type GapsPageProps } from '../pages/gaps.js';
import { periodOf } from '../forms/period.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { I18n } from '../render/i18n.js';
import type { WebContext } from '../web-context.js';
import { shownAddress } from '../../i18n/shown-address.js';

const PAGE_SIZE = 50;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** The columns of the CSV file. */
const COLUMNS = [
  'account',
  'network',
  'owner',
  'fromLocal',
  'fromUtc',
  'toLocal',
  'toUtc',
  'hours',
  'why',
  'firstLocal',
  'firstUtc',
  'to',
  'cc',
  'reminders',
  'ended',
  'by',
  'kind',
  'typed',
  'owners',
  'reasons',
  'emails',
  'minutes',
] as const;

export function gapsRoutes(router: Router, web: WebContext): void {
  const { context } = web;

  router.get('/gaps', requireSignIn(web, listGaps), async (req, res) => {
    const { principal, timeZone } = signedInPerson(res);
    const now = context.clock.now();
    const { typed, filter } = filterOf(req, now, timeZone);
    if (filter === null) {
      const errors = [{ path: 'from', message: i18nOf(res).words.gaps.badPeriod }];
      const empty = { report: null, nextHref: null, firstHref: null };
      return sendPage(res, GapsPage, { filter: typed, ...empty, now, timeZone, errors });
    }
    const key = decodeCursor(PLAIN_KEY, req.query.cursor);
    const page = { after: key !== null && parseGapKey(key) ? key : null, limit: PAGE_SIZE };
    const [rows, totals] = await Promise.all([
      listGaps(context, principal, filter, page),
      summarizeGaps(context, principal, filter),
    ]);
    const gaps = rows.slice(0, PAGE_SIZE);
    const last = gaps.at(-1);
    const href = (path: string, more: Record<string, string> = {}) =>
      `${path}?${new URLSearchParams({ ...typed, ...more }).toString()}`;
    sendPage(res, GapsPage, {
      filter: typed,
      report: { gaps, totals, csvHref: href('/gaps.csv'), period: { from: filter.from, to: filter.to } },
      now,
      timeZone,
      nextHref: rows.length > PAGE_SIZE && last ? href('/gaps', { cursor: encodeCursor(formatGapKey(last)) }) : null,
      firstHref: page.after && href('/gaps'),
      errors: [],
    });
  });

  router.get('/gaps.csv', requireSignIn(web, streamGaps), async (req, res) => {
    const { principal, timeZone, archive } = signedInPerson(res);
    const now = context.clock.now();
    const { typed, filter } = filterOf(req, now, timeZone);
    if (filter === null) return res.redirect(303, `/gaps?${new URLSearchParams(typed).toString()}`);
    const i18n = i18nOf(res);
    const header = COLUMNS.map((column) => i18n.words.gaps.columns[column]);
    const lines = linesOf(i18n, archive.timeZone, now, await streamGaps(context, principal, filter));
    await sendCsv(res, `gaps-${typed.from}-${typed.to}`, header, lines);
  });
}

function filterOf(req: Request, now: Date, timeZone: string) {
  const network = NETWORK_NAMES.find((name) => name === req.query.network);
  const kind = GAP_KINDS.find((name) => name === req.query.kind);
  const owner = searchText(req.query.owner);
  const { fromDay, toDay, span } = periodOf(
    { from: searchText(req.query.from), to: searchText(req.query.to) },
    now,
    timeZone,
  );
  const typed: GapsPageProps['filter'] = { from: fromDay, to: toDay, network: network ?? '', owner, kind: kind ?? '' };
  const filter: GapFilter | null = span && { ...span, network, owner, kinds: kind && [kind] };
  return { typed, filter };
}

/** Yields the rows of the file. */
async function* linesOf(
  i18n: I18n,
  timeZone: string,
  now: Date,
  parts: AsyncIterable<Gap[]>,
): AsyncGenerator<Cell[][]> {
  const both = (at: Date | null): Cell[] => (at ? [isoInZone(at, timeZone), at.toISOString()] : ['', '']);
  for await (const part of parts) yield part.map((gap) => lineOf(i18n, timeZone, now, gap, both));
}

/** One line, in the order of {@link COLUMNS}. */
function lineOf(i18n: I18n, timeZone: string, now: Date, gap: Gap, both: (at: Date | null) => Cell[]): Cell[] {
  const { gaps, timeline } = i18n.words;
  const { account, from, to, notified, closedBy, begunBy } = gap;
  const local = (at: Date) => isoInZone(at, timeZone);
  const lastedMs = (to ?? now).getTime() - from.getTime();
  const reasonOf = (reason: Gap['reasons'][number]['reason']) => i18n.reason(reason, account.network).what;
  const why =
    gap.reason !== null
      ? reasonOf(gap.reason)
      : gap.kind === 'unauthorized'
        ? gaps.unauthorized
        : begunBy
          ? gaps.inactiveBy({ person: actorWords(i18n.locale, begunBy) })
          : gaps.closed.inactive;
  return [
    account.name,
    i18n.networkLabel(account.network),
    gap.owner?.name ?? gaps.ownerGone,
    ...both(from),
    ...both(to),
    Math.round(lastedMs / (HOUR_MS / 10)) / 10,
    why,
    ...both(notified.firstAt),
    notified.to.join('; '),
    notified.cc.join('; '),
    notified.reminders,
    gapEnd(i18n, gap),
    closedBy ? actorWords(i18n.locale, closedBy) : '',
    gaps.kinds[gap.kind],
    gap.why ?? '',
    gap.owners
      .map(({ name, since }) => (since ? gaps.ownerSince({ owner: name, when: local(since) }) : name))
      .join('; '),
    gap.reasons.map(({ reason, at }) => `${local(at)} ${reasonOf(reason)}`).join('; '),
    notified.emails
      .map(({ at, to: people, cc, delivery, failed }) =>
        [
          local(at),
          people.map(recipient).join(', '),
          ...(cc.length > 0 ? [gaps.laterCopies({ people: cc.map(recipient).join(', ') })] : []),
          ...(delivery ? [timeline.delivery[`email_${delivery}`]] : []),
          ...(failed.length > 0 ? [gaps.notReached({ addresses: failed.map(shownAddress).join(', ') })] : []),
        ].join(' · '),
      )
      .join('; '),
    Math.round(lastedMs / MINUTE_MS),
  ];
}
