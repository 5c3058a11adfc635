/** The pages for a person: the list of mails, and one mail. Programs use /api/messages. */
import { fileURLToPath } from 'node:url';
import express, { Router, type RequestHandler } from 'express';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { ResendError } from '../errors.js';
import type { Faults } from '../faults.js';
import type { Mail } from '../mail.js';
import type { Mailbox } from '../mailbox.js';
import { mailDocument } from './document.js';
import { List } from './list.js';
import { Page } from './page.js';
import { MAIL_SANDBOX } from './sandbox.js';
import { readQuery, search } from './search.js';

const ASSETS = fileURLToPath(new URL('./assets', import.meta.url));

const MAIL_POLICY = `sandbox ${MAIL_SANDBOX}; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; font-src http: https: data:; form-action 'none'; frame-ancestors 'self'`;
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function readerRoutes(mailbox: Mailbox, faults: Faults): Router {
  const router = Router();
  router.use('/assets', express.static(ASSETS, { cacheControl: false }));
  router.use(['/', '/list', '/mails'], privately);

  router.get('/', (req, res) => {
    const query = readQuery(req.query);
    res.send(document(Page({ query, faults, found: search(mailbox, query) })));
  });
  // What the list on the page replaces itself with.
  router.get('/list', (req, res) => {
    const query = readQuery(req.query);
    res.send(renderToStaticMarkup(List({ query, faults, found: search(mailbox, query) })));
  });
  router.get('/mails/:id', async (req, res) => {
    const mail = await mailOf(mailbox, req.params.id);
    const query = { ...readQuery(req.query), open: mail.id };
    const text = req.query.view === 'text' || mail.html === null;
    res.send(document(Page({ query, faults, found: search(mailbox, query), reading: { mail, text } })));
  });
  router.get('/mails/:id/html', async (req, res) => {
    const { html } = await mailOf(mailbox, req.params.id);
    res.set('content-security-policy', MAIL_POLICY).send(mailDocument(html ?? ''));
  });
  return router;
}

const privately: RequestHandler = (_req, res, next) => {
  res.set({
    'content-security-policy': PAGE_POLICY,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
};

function document(element: ReactElement): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(element)}`;
}

async function mailOf(mailbox: Mailbox, id: string): Promise<Mail> {
  const mail = await mailbox.mail(id);
  if (!mail) throw new ResendError(404, 'not_found', 'There is no such mail in this inbox.');
  return mail;
}
