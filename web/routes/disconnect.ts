/** `/disconnects/<id>`: the timeline of one disconnect, as a page and as a file, and what a manager does about it. */
import type { Request, Response, Router } from 'express';
import type { FieldError } from '../forms/field-errors.js';
import type { TimelineEvent } from '../../services/audit/audit-log.js';
import {
  pauseDisconnect,
  resumeDisconnect,
  withdrawDisconnect,
  WithdrawInput,
} from '../../services/disconnects/pause.js';
import { streamEpisode } from '../../services/disconnects/read.js';
import type { Episode } from '../../services/disconnects/timeline.js';
import { validate } from '../../services/input/validate.js';
import { gapOf } from '../../services/disconnects/capture-gaps.js';
import { isoInZone, sendCsv, type Cell } from '../../http/csv-download.js';
import { field, flashMessage, formBody, formOf, submit } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { DisconnectPage } from '../pages/disconnect.js';
import type { Typed } from '../parts/timeline-actions.js';
import { submitPause, submitResume } from '../forms/pause.js';
import { dayIn } from '../forms/period.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { I18n } from '../render/i18n.js';
import { createEventDescriber, describeEvents } from '../render/timeline.js';
import type { WebContext } from '../web-context.js';

/** No one would read through more. The file has them all. */
const MAX_SHOWN = 1000;

type WithId = Request<{ id: string }>;

/** A withdrawn report left no gap. */
const gapIn = ({ disconnect }: Episode) => (disconnect.closedAs === 'withdrawn' ? null : gapOf(disconnect));

export function disconnectPageRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const { clock } = context;

  async function show(req: WithId, res: Response, errors: FieldError[] = [], typed: Typed | null = null) {
    const { session, principal, timeZone } = signedInPerson(res);
    const { episode, parts } = await streamEpisode(context, principal, req.params.id);
    const { disconnect, owner } = episode;
    const now = clock.now();
    const events = await readShown(parts);
    const i18n = i18nOf(res);
    const page = {
      episode,
      gap: gapIn(episode),
      events: describeEvents(i18n, timeZone, episode.account.network, events.slice(0, MAX_SHOWN)),
      isTruncated: events.length > MAX_SHOWN,
      nextEmailAt: disconnect.nextEmailAt,
      pausedUntil: disconnect.isPaused ? disconnect.pausedUntil : null,
      now,
      today: dayIn(now, timeZone),
      timeZone,
      isOwn: owner?.id === session.user.id,
      readOnly: principal.adminRole === 'read_only_administrator',
      done: flashMessage(i18n.words.timeline.done, req.query.done),
      errors,
      typed,
    };
    sendPage(res, DisconnectPage, page);
  }

  /** Reads one event more than the page shows, if there is one. */
  async function readShown(parts: AsyncIterable<TimelineEvent[]>): Promise<TimelineEvent[]> {
    const events: TimelineEvent[] = [];
    for await (const part of parts) {
      events.push(...part);
      if (events.length > MAX_SHOWN) break;
    }
    return events;
  }

  async function settle(req: WithId, res: Response, done: string, errors: FieldError[] | null, typed: Typed | null) {
    if (errors) return show(req, res, errors, typed);
    res.redirect(303, `/disconnects/${req.params.id}?done=${done}`);
  }

  const everyone = requireSignIn(web, streamEpisode);
  router.get('/disconnects/:id', everyone, (req: WithId, res) => show(req, res));

  router.get('/disconnects/:id/timeline.csv', everyone, async (req: WithId, res) => {
    const { principal, archive } = signedInPerson(res);
    const { episode, parts } = await streamEpisode(context, principal, req.params.id);
    const i18n = i18nOf(res);
    const { local, utc, account, network, what, who } = i18n.words.timeline.csv;
    const header = [local, utc, account, network, what, who];
    await sendCsv(res, 'timeline', header, linesOf(i18n, archive.timeZone, episode, parts));
  });

  const pausers = requireSignIn(web, pauseDisconnect);
  router.post('/disconnects/:id/pause', pausers, ...formBody(web), async (req: WithId, res) => {
    const { errors, typed } = await submitPause(web, res, req.params.id, formOf(req));
    await settle(req, res, 'paused', errors, { action: 'pause', ...typed });
  });

  const resumers = requireSignIn(web, resumeDisconnect);
  router.post('/disconnects/:id/resume', resumers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await submitResume(web, res, req.params.id);
    await settle(req, res, 'resumed', errors, null);
  });

  const withdrawers = requireSignIn(web, withdrawDisconnect);
  router.post('/disconnects/:id/withdraw', withdrawers, ...formBody(web), async (req: WithId, res) => {
    const reason = field(formOf(req), 'why');
    const { errors } = await submit(res, async () =>
      withdrawDisconnect(context, signedInPerson(res).principal, req.params.id, validate(WithdrawInput, { reason })),
    );
    await settle(req, res, 'withdrawn', errors, { action: 'withdraw', reason });
  });
}

/** Yields the beginning of the gap first, then the events, then its end. */
async function* linesOf(
  i18n: I18n,
  timeZone: string,
  episode: Episode,
  parts: AsyncIterable<TimelineEvent[]>,
): AsyncGenerator<Cell[][]> {
  const { csv } = i18n.words.timeline;
  const { account, disconnect } = episode;
  const line = (at: Date, what: string, who: string): Cell[] => [
    isoInZone(at, timeZone),
    at.toISOString(),
    account.name,
    i18n.networkLabel(account.network),
    what,
    who,
  ];
  const gap = gapIn(episode);
  if (gap) yield [line(gap.from, disconnect.lastCapturedAt ? csv.gapFromCaptured : csv.gapFromNoticed, '')];
  const describe = createEventDescriber(i18n, timeZone, account.network);
  for await (const part of parts) yield part.map(describe).map(({ at, sentence, actor }) => line(at, sentence, actor));
  if (gap?.to) yield [line(gap.to, csv.gapEnd, '')];
}
