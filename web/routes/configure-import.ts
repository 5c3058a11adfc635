/** Configure → import: a spreadsheet is chosen, its columns are matched, it's checked line by line, and saved as a whole. */
import { randomUUID } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { field, fieldList, submit, type Form } from '../forms/forms.js';
import type { FieldError } from '../forms/field-errors.js';
import { choicesOf, columnsToChoose, suggestAgain, withOurTitles } from '../forms/import-columns.js';
import { exampleSheet, template } from '../forms/import-example.js';
import { explainColumns } from '../forms/import-explained.js';
import { sendSheetPage } from '../forms/import-page.js';
import { importSheet, outcomeOf, previewOf, type Imported } from '../forms/import-preview.js';
import { readSheetForm, readWorkbook, type SheetForm } from '../forms/import-jobs.js';
import { IMPORTS, kindOf, SHEET_ENCODING, type Sheet } from '../forms/import-sheet.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { ImportColumnsPage } from '../pages/configure/import-columns.js';
import { ImportPreviewPage } from '../pages/configure/import-preview.js';
import { ImportRolesPage } from '../pages/configure/import-roles.js';
import { ImportPage } from '../pages/configure/import.js';
import { sendPage, i18nOf } from '../render/render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import { Refusal } from '../../domain/refusal.js';
import { MAX_IMPORTED_BYTES } from '../../domain/limits.js';
import { formatMessage } from '../../i18n/format-message.js';
import { fingerprintOf } from '../../services/people/import-users.js';
import { readHeldBack } from '../../services/outbox/held-back.js';
import type { HeldBack } from '../../services/outbox/queue.js';
import { TooLargeError } from '../../platform/threads.js';
import { MAX_WORKBOOK_BYTES, type WorkbookProblem } from '../../services/imports/xlsx.js';
import type { WebContext } from '../web-context.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The largest spreadsheet that the API accepts, with the other fields: each line can have a confirmation. */
const MAX_FORM_BYTES = MAX_IMPORTED_BYTES + 500_000;

export function configureImportRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const importers = requireSignIn(web, IMPORTS.users, IMPORTS.accounts);
  const importersOf = { users: requireSignIn(web, IMPORTS.users), accounts: requireSignIn(web, IMPORTS.accounts) };
  // The body may be large, so it is read only after the person is let in. What is being imported is known only then.
  const sheetPosted: RequestHandler[] = [
    importers,
    sameOriginOnly(context.config.publicUrl),
    express.raw({ type: [SHEET_ENCODING, 'application/x-www-form-urlencoded'], limit: MAX_FORM_BYTES }),
    async (req, res, next) => {
      const body: unknown = req.body;
      if (!Buffer.isBuffer(body)) throw new Refusal('bad_request', {});
      const sent = await context.threads.run(principalOf(res).archiveId, readSheetForm, {
        body,
        contentType: req.get('Content-Type')!,
      });
      posted.set(req, sent);
      importersOf[kindOf(field(sent.form, 'kind'))](req, res, next);
    },
  ];

  router.get('/configure/import', importers, async (req, res) => {
    const done = doneMessage(req, res);
    const heldBack = done === null ? null : await readHeldBack(context, principalOf(res));
    sendPage(res, ImportPage, {
      sheet: { ...NO_SHEET, kind: kindOf(req.query.kind) },
      done: heldBack ? `${done} ${heldBackMessage(res, heldBack)}` : done,
    });
  });

  router.get('/configure/import/example', importers, (req, res) => {
    const { words } = i18nOf(res);
    const kind = kindOf(req.query.kind);
    res.attachment(words.imports.exampleFile[kind]).type('text/csv').send(exampleSheet(words, kind));
  });

  router.get('/configure/import/template', importers, (req, res) => {
    const i18n = i18nOf(res);
    const kind = kindOf(req.query.kind);
    const file = template(i18n.words, kind, explainColumns(kind, i18n));
    res.attachment(i18n.words.imports.templateFile[kind]).type(XLSX).send(file);
  });

  /** The page's script sends an Excel workbook here, and puts what it gets into the text field. Nothing is stored. */
  router.post(
    '/configure/import/workbook',
    importers,
    sameOriginOnly(context.config.publicUrl),
    express.raw({ type: 'application/octet-stream', limit: MAX_WORKBOOK_BYTES }),
    async (req: Request, res: Response) => {
      const file: unknown = req.body;
      const { json, problem } = await context.threads.run(principalOf(res).archiveId, readWorkbook, {
        file: Buffer.isBuffer(file) ? file : Buffer.alloc(0),
        sheet: Number(req.query.sheet ?? NaN),
        locale: i18nOf(res).locale,
      });
      if (problem) refuseWorkbook(res, problem);
      else res.type('json').end(json);
    },
    tooLargeWorkbook,
  );

  router.post('/configure/import/edit', ...sheetPosted, (req, res) =>
    sendSheetPage(res, ImportPage, { sheet: { ...sheetOf(req), choices: null }, done: null }),
  );

  router.post('/configure/import/columns', ...sheetPosted, (req, res) => {
    const sent = sheetOf(req);
    const sheet = field(formOf(req), 'suggest') === '' ? sent : suggestAgain(sent);
    if (!askColumns(res, sheet, true)) res.redirect(303, '/configure/import');
  });

  router.post('/configure/import/preview', ...sheetPosted, async (req, res) => {
    const sheet = withOurTitles(sheetOf(req));
    if (askColumns(res, sheet)) return;
    const { words } = i18nOf(res);
    await sendPreview(req, res, sheet, await importSheet(context, principalOf(res), sheet, { dryRun: true, words }));
  });

  router.post('/configure/import/save', ...sheetPosted, async (req, res) => {
    const sheet = withOurTitles(sheetOf(req));
    if (askColumns(res, sheet)) return;
    const { words } = i18nOf(res);
    const confirmed = field(formOf(req), 'confirmed');
    const { result, errors } = await submit(res, () =>
      importSheet(context, principalOf(res), sheet, { dryRun: false, confirmed, words }),
    );
    // Every line is fine, so the preview can be saved again.
    if (errors) {
      const checked = await importSheet(context, principalOf(res), sheet, { dryRun: true, words });
      return sendPreview(req, res, sheet, checked, errors);
    }
    if (result.problems) return sendPreview(req, res, sheet, result);
    const { created, updated, changes, saved } = result.outcome;
    if (!saved) return sendSheetPage(res, ImportRolesPage, { sheet, changes, confirmed: fingerprintOf(changes) });
    res.redirect(303, `/configure/import?kind=${sheet.kind}&created=${created}&updated=${updated}&done=${sheet.kind}`);
  });

  async function sendPreview(
    req: Request,
    res: Response,
    sheet: Sheet,
    result: Imported,
    errors: readonly FieldError[] = [],
  ): Promise<void> {
    const page = Number.parseInt(field(formOf(req), 'page'), 10) || 0;
    const { words } = i18nOf(res);
    const preview = await previewOf(context, principalOf(res), sheet, result, { page, words });
    const status = result.problems || errors.length > 0 ? 422 : 200;
    sendSheetPage(res, ImportPreviewPage, { sheet, preview, errors }, status);
  }
}

/** What was posted, once it has been read. */
const posted = new WeakMap<Request, SheetForm>();
const formOf = (req: Request): Form => posted.get(req)!.form;

const NO_SHEET = {
  file: new Uint8Array(),
  lines: [],
  html: new Uint8Array(),
  placeholder: '',
  choices: null,
  confirmedLines: [],
};

const parseLines = (text: string): number[] => text.split(',').map(Number).filter(Number.isSafeInteger);

const principalOf = (res: Response) => signedInPerson(res).principal;

/** Asks which column is which, if someone has to say. Returns whether it did. */
function askColumns(res: Response, sheet: Sheet, again = false): boolean {
  const columns = columnsToChoose(sheet, again);
  if (columns) sendSheetPage(res, ImportColumnsPage, { sheet, columns }, columns.isIncomplete ? 422 : 200);
  return columns !== null;
}

const refuseWorkbook = (res: Response, problem: WorkbookProblem) =>
  res.status(422).json({ message: i18nOf(res).words.imports.workbookProblems[problem] });

const tooLargeWorkbook: ErrorRequestHandler = (error: { status?: unknown }, _req, res, next) => {
  if (error.status === 413 || error instanceof TooLargeError) refuseWorkbook(res, 'workbook_too_large');
  else next(error);
};

function sheetOf(req: Request): Sheet {
  const { form, ...sheet } = posted.get(req)!;
  const confirmedLines = fieldList(form, 'confirmRounded').flatMap(parseLines);
  const kind = kindOf(field(form, 'kind'));
  return { ...sheet, kind, placeholder: `[${randomUUID()}]`, choices: choicesOf(form, kind), confirmedLines };
}

/** The emails of a large import don't all go out at once. */
function heldBackMessage(res: Response, { emails, until }: HeldBack): string {
  const { words, moment } = i18nOf(res);
  return words.imports.heldBack({ n: emails, when: moment(until, signedInPerson(res).timeZone) });
}

function doneMessage({ query }: Request, res: Response): string | null {
  const [created, updated] = [Number(query.created), Number(query.updated)];
  if (query.done !== 'users' && query.done !== 'accounts') return null;
  if (!Number.isSafeInteger(created) || !Number.isSafeInteger(updated)) return null;
  const outcome = { created, updated };
  return formatMessage(i18nOf(res).words.imports.done[query.done][outcomeOf(outcome)], outcome);
}
