/** The pages for people: the list of emails, and one email. Programs use /api/messages. */
import { fileURLToPath } from 'node:url';
import express, { Router, type Response } from 'express';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Faults } from '../faults.js';
import type { Mailbox } from '../mailbox.js';
import type { Suppressions } from '../webhook/fates.js';
import { mailDocument } from './document.js';
import { List } from './list.js';
import { Page } from './page.js';
import { MAIL_SANDBOX } from './sandbox.js';
import { readQuery, search, type Query } from './search.js';

const ASSETS = fileURLToPath(new URL('./assets', import.meta.url));

const MAIL_POLICY = `sandbox ${MAIL_SANDBOX}; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; font-src http: https: data:; form-action 'none'; frame-ancestors 'self'`;
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function readerRoutes(mailbox: Mailbox, faults: Faults, suppressions: Suppressions): Router {
  const router = Router();
  const listOf = (query: Query) => ({ query, faults, suppressions, found: search(mailbox, query) });
  router.use('/assets', express.static(ASSETS, { cacheControl: false }));

  router.get('/', (req, res) => {
    setHeaders(res);
    res.send(document(Page(listOf(readQuery(req.query)))));
  });
  // The fragment that the list on the page replaces itself with.
  router.get('/list', (req, res) => {
    setHeaders(res);
    res.send(renderToStaticMarkup(List(listOf(readQuery(req.query)))));
  });
  router.get('/mails/:id', async (req, res) => {
    setHeaders(res);
    const mail = await mailbox.mail(req.params.id);
    const list = listOf({ ...readQuery(req.query), open: mail?.id });
    if (!mail) {
      res.status(404).send(document(Page({ ...list, hint: 'This email isn’t in the inbox.' })));
      return;
    }
    const text = req.query.view === 'text' || mail.html === null;
    res.send(document(Page({ ...list, reading: { mail, text } })));
  });
  router.get('/mails/:id/html', async (req, res) => {
    setHeaders(res);
    const mail = await mailbox.mail(req.params.id);
    res.status(mail ? 200 : 404).set('content-security-policy', MAIL_POLICY);
    res.send(mailDocument(mail?.html ?? ''));
  });
  return router;
}

function setHeaders(res: Response): void {
  res.set({
    'content-security-policy': PAGE_POLICY,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}

function document(element: ReactElement): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(element)}`;
}
