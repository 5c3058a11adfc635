/** `/gaps`: the gaps in the record during a period, page by page. `/gaps.csv`: all of them, streamed. */
import type { Request, Response, Router } from 'express';
import { Refusal } from '../../domain/refusal.js';
import {
  GAP_KINDS,
  parseGapKey,
  formatGapKey,
  type Gap,
  type GapFilter,
} from '../../services/disconnects/capture-gaps.js';
import { actorWords } from '../../i18n/actors.js';
import type { AccountSince } from '../../services/disconnects/first-information.js';
import {
  listAccountsSince,
  listGaps,
  streamAccountsSince,
  streamGaps,
  summarizeGaps,
} from '../../services/disconnects/read-gaps.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { decodeCursor, encodeCursor, PLAIN_KEY } from '../../http/lists.js';
import { statusOf } from '../../http/status.js';
import { isoInZone, sendCsv, type Cell } from '../../http/csv-download.js';
import { searchText } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { gapEnd, recipient, unauthorizedWords } from '../render/gap-words.js';
import { GapsPage, type GapsPageProps } from '../pages/gaps.js';
import { SignInFirstPage } from '../pages/sign-in-first.js';
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
  'minutesLost',
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
    const [rows, totals, later] = await Promise.all([
      listGaps(context, principal, filter, page),
      summarizeGaps(context, principal, filter),
      listAccountsSince(context, principal, filter),
    ]);
    const gaps = rows.slice(0, PAGE_SIZE);
    const last = gaps.at(-1);
    const href = (path: string, more: Record<string, string> = {}) =>
      `${path}?${new URLSearchParams({ ...typed, ...more }).toString()}`;
    sendPage(res, GapsPage, {
      filter: typed,
      report: { gaps, totals, later, csvHref: href('/gaps.csv'), period: { from: filter.from, to: filter.to } },
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
    const file = { i18n, timeZone: archive.timeZone, now, period: filter };
    const gaps = await orSignInFirst(req, res, streamGaps(context, principal, filter));
    if (!gaps) return;
    const later = typed.kind === '' ? await streamAccountsSince(context, principal, filter) : [];
    await sendCsv(res, `gaps-${typed.from}-${typed.to}`, header, linesOf(file, gaps, later));
  });
}

/** Returns null if the sign-in is too old, and says so on a page from which the download goes on. */
async function orSignInFirst<T>(req: Request, res: Response, file: Promise<T>): Promise<T | null> {
  try {
    return await file;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'fresh_sign_in_required') throw error;
    const report = req.originalUrl.replace('/gaps.csv', '/gaps');
    sendPage(res, SignInFirstPage, { file: req.originalUrl, report }, statusOf(error));
    return null;
  }
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

interface GapFile {
  i18n: I18n;
  timeZone: string;
  now: Date;
  period: { from: Date; to: Date };
}

/** Yields the rows of the file: the gaps, then the accounts about which nothing is known before a time within the period. */
async function* linesOf(
  file: GapFile,
  parts: AsyncIterable<Gap[]>,
  later: AsyncIterable<AccountSince[]> | Iterable<AccountSince[]>,
): AsyncGenerator<Cell[][]> {
  for await (const part of parts) yield part.map((gap) => lineOf(file, gap));
  for await (const part of later) yield part.map((one) => unknownLineOf(file, one));
}

const both = ({ timeZone }: GapFile, at: Date | null): Cell[] =>
  at ? [isoInZone(at, timeZone), at.toISOString()] : ['', ''];

/** Says until when nothing is known of an account. In the order of {@link COLUMNS}. */
function unknownLineOf(file: GapFile, { account, since }: AccountSince): Cell[] {
  const { i18n } = file;
  const known: Partial<Record<(typeof COLUMNS)[number], Cell>> = {
    account: account.name,
    network: i18n.networkLabel(account.network),
    kind: i18n.words.gaps.noInformation.kind,
    toLocal: isoInZone(since, file.timeZone),
    toUtc: since.toISOString(),
  };
  return COLUMNS.map((column) => known[column] ?? '');
}

/** How much of a gap lies within the period. Only gaps count as not archived. */
function lostMs({ now, period }: GapFile, { kind, from, to }: Gap): number | null {
  if (kind !== 'disconnected') return null;
  const end = Math.min((to ?? now).getTime(), period.to.getTime());
  return Math.max(0, end - Math.max(from.getTime(), period.from.getTime()));
}

/** One line, in the order of {@link COLUMNS}. */
function lineOf(file: GapFile, gap: Gap): Cell[] {
  const { i18n, timeZone, now } = file;
  const { gaps, timeline } = i18n.words;
  const { account, from, to, notified, closedBy, begunBy } = gap;
  const local = (at: Date) => isoInZone(at, timeZone);
  const lastedMs = (to ?? now).getTime() - from.getTime();
  const lost = lostMs(file, gap);
  const reasonOf = (reason: Gap['reasons'][number]['reason']) => i18n.reason(reason, account.network).what;
  const why =
    gap.reason !== null
      ? reasonOf(gap.reason)
      : gap.kind === 'unauthorized'
        ? unauthorizedWords(i18n, gap)
        : begunBy
          ? gaps.inactiveBy({ person: actorWords(i18n.locale, begunBy) })
          : gaps.closed.inactive;
  return [
    account.name,
    i18n.networkLabel(account.network),
    gap.owner?.name ?? gaps.ownerGone,
    ...both(file, from),
    ...both(file, to),
    lost === null ? '' : Math.round(lastedMs / (HOUR_MS / 10)) / 10,
    why,
    ...both(file, notified.firstAt),
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
    lost === null ? '' : Math.round(lost / MINUTE_MS),
  ];
}
