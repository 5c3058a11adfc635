/** `/help` and its pages: for everybody, signed in or not. */
import type { Request, Response, Router } from 'express';
import { readPlace } from '../../services/reconnect/owner-page.js';
import { memberIn } from '../require-sign-in.js';
import { HelpIndexPage, HelpTopicPage, type Reader } from '../pages/help.js';
import { sendPage } from '../render.js';
import { accountsUrl, type Web } from '../web-context.js';
import { HELP_TOPICS } from '../../i18n/pages/help-model.js';

export function helpRoutes(router: Router, web: Web): void {
  const { context, sessionOf } = web;

  /** Somebody who signed in keeps the navigation; who came through a Personalized Link, the way back. */
  async function readerOf(req: Request, res: Response): Promise<Reader> {
    const session = await sessionOf(req);
    if (!session) return { place: null, back: null };
    const place = await readPlace(context.db, session.archiveId);
    if (session.link) return { place, back: accountsUrl() };
    res.locals.member = memberIn(session, place);
    return { place, back: null };
  }

  router.get('/help', async (req, res) => {
    sendPage(res, HelpIndexPage, { reader: await readerOf(req, res) });
  });

  router.get('/help/:topic', async (req, res, next) => {
    const topic = HELP_TOPICS.find((known) => known === req.params.topic);
    if (!topic) return next();
    sendPage(res, HelpTopicPage, { topic, reader: await readerOf(req, res) });
  });
}
