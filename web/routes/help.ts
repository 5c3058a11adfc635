/** `/help` and its pages, for everyone, signed in or not. */
import type { Request, Response, Router } from 'express';
import { whomToAsk } from '../../domain/whom-to-ask.js';
import { readArchiveSummary } from '../../services/archives/summary.js';
import { signedInPersonOf } from '../session/require-sign-in.js';
import { HelpIndexPage, HelpTopicPage, type Reader } from '../pages/help.js';
import { sendPage } from '../render/render.js';
import { accountsUrl } from '../paths.js';
import type { WebContext } from '../web-context.js';
import { HELP_TOPICS, slugOf } from '../help-outline.js';

export function helpRoutes(router: Router, web: WebContext): void {
  const { context, sessionOf } = web;

  /** A person who is signed in keeps the navigation. A person who came through a Personalized Link gets a link back. */
  async function readerOf(req: Request, res: Response): Promise<Reader> {
    const session = await sessionOf(req);
    if (!session) return { archive: null, back: null, contact: null };
    const archive = await readArchiveSummary(context, session.archiveId);
    const contact = whomToAsk(archive.contact, session.user);
    if (session.link) return { archive, back: accountsUrl(), contact };
    res.locals.signedIn = signedInPersonOf(session, archive);
    return { archive, back: null, contact };
  }

  router.get('/help', async (req, res) => {
    sendPage(res, HelpIndexPage, { reader: await readerOf(req, res) });
  });

  router.get('/help/:topic', async (req, res, next) => {
    const topic = HELP_TOPICS.find((known) => slugOf(known) === req.params.topic);
    if (!topic) return next();
    sendPage(res, HelpTopicPage, { topic, reader: await readerOf(req, res) });
  });
}
