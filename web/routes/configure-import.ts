/** Configure → import: a spreadsheet is chosen, checked line by line, and saved as a whole. */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { formOf, field, fieldList } from '../forms/forms.js';
import { exampleSheet } from '../forms/import-example.js';
import {
  IMPORTS,
  importSheet,
  outcomeOf,
  previewOf,
  type Imported,
  type Kind,
  type Sheet,
} from '../forms/import-preview.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { ImportPreviewPage } from '../pages/configure/import-preview.js';
import { ImportPage } from '../pages/configure/import.js';
import { sendPage, i18nOf } from '../render/render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { WebContext } from '../web-context.js';

/** Enough for the largest spreadsheet that the API accepts, encoded as a form. */
const LIMIT = '40mb';

export function configureImportRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const importers = requireSignIn(web, IMPORTS.users, IMPORTS.accounts);
  const importersOf = { users: requireSignIn(web, IMPORTS.users), accounts: requireSignIn(web, IMPORTS.accounts) };
  // The body may be large, so it is read only after the person is let in. What is being imported is known only then.
  const sheetPosted: RequestHandler[] = [
    importers,
    sameOriginOnly(context.config.publicUrl),
    express.urlencoded({ extended: false, limit: LIMIT }),
    (req, res, next) => importersOf[sheetOf(req).kind](req, res, next),
  ];

  router.get('/configure/import', importers, (req, res) =>
    sendPage(res, ImportPage, {
      sheet: { kind: kindOf(req.query.kind), text: '', confirmedLines: [] },
      done: doneMessage(req, res),
    }),
  );

  router.get('/configure/import/example', importers, (req, res) => {
    const { words } = i18nOf(res);
    const kind = kindOf(req.query.kind);
    res.attachment(words.imports.exampleFile[kind]).type('text/csv').send(exampleSheet(words, kind));
  });

  router.post('/configure/import/edit', ...sheetPosted, (req, res) =>
    sendPage(res, ImportPage, { sheet: sheetOf(req), done: null }),
  );

  router.post('/configure/import/preview', ...sheetPosted, async (req, res) => {
    const sheet = sheetOf(req);
    const result = await importSheet(context, signedInPerson(res).principal, sheet, { dryRun: true });
    await sendPreview(req, res, sheet, result);
  });

  router.post('/configure/import/save', ...sheetPosted, async (req, res) => {
    const sheet = sheetOf(req);
    const result = await importSheet(context, signedInPerson(res).principal, sheet, { dryRun: false });
    if (result.problems) return sendPreview(req, res, sheet, result);
    const { created, updated } = result.outcome;
    res.redirect(303, `/configure/import?kind=${sheet.kind}&created=${created}&updated=${updated}&done=${sheet.kind}`);
  });

  async function sendPreview(req: Request, res: Response, sheet: Sheet, result: Imported): Promise<void> {
    const page = Number.parseInt(field(formOf(req), 'page'), 10) || 0;
    const preview = await previewOf(context, signedInPerson(res).principal, sheet, result, page);
    sendPage(res, ImportPreviewPage, { preview }, result.problems ? 422 : 200);
  }
}

const parseLines = (text: string): number[] => text.split(',').map(Number).filter(Number.isSafeInteger);

const kindOf = (value: unknown): Kind => (value === 'accounts' ? 'accounts' : 'users');

function sheetOf(req: Request): Sheet {
  const form = formOf(req);
  const confirmedLines = fieldList(form, 'confirmRounded').flatMap(parseLines);
  return { kind: kindOf(field(form, 'kind')), text: typeof form.csv === 'string' ? form.csv : '', confirmedLines };
}

function doneMessage({ query }: Request, res: Response): string | null {
  const [created, updated] = [Number(query.created), Number(query.updated)];
  if (query.done !== 'users' && query.done !== 'accounts') return null;
  if (!Number.isSafeInteger(created) || !Number.isSafeInteger(updated)) return null;
  const outcome = { created, updated };
  return formatMessage(i18nOf(res).words.imports.done[query.done][outcomeOf(outcome)], outcome);
}
