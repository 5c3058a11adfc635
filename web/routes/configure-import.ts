/** Configure → import: a spreadsheet is chosen, its columns are matched, it's checked line by line, and saved as a whole. */
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { formOf, field, fieldList, submit } from '../forms/forms.js';
import type { FieldError } from '../forms/field-errors.js';
import { choicesOf, columnsToChoose, rateSheet, suggestAgain, withOurTitles } from '../forms/import-columns.js';
import { exampleSheet, template } from '../forms/import-example.js';
import { explainColumns } from '../forms/import-explained.js';
import { importSheet, outcomeOf, previewOf, type Imported } from '../forms/import-preview.js';
import { IMPORTS, type Kind, type Sheet } from '../forms/import-sheet.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { ImportColumnsPage } from '../pages/configure/import-columns.js';
import { ImportPreviewPage } from '../pages/configure/import-preview.js';
import { ImportRolesPage } from '../pages/configure/import-roles.js';
import { ImportPage } from '../pages/configure/import.js';
import { sendPage, i18nOf } from '../render/render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import { formatMessage } from '../../i18n/format-message.js';
import { formatList } from '../../i18n/lists.js';
import { fingerprintOf } from '../../services/people/import-users.js';
import { MAX_WORKBOOK_BYTES, readXlsx, type Workbook, type WorkbookProblem } from '../../services/imports/xlsx.js';
import type { WebContext } from '../web-context.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

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
      sheet: { kind: kindOf(req.query.kind), text: '', choices: null, confirmedLines: [] },
      done: doneMessage(req, res),
    }),
  );

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
      const { workbook, problem } = await readXlsx(
        Buffer.isBuffer(file) ? file : Buffer.alloc(0),
        Number(req.query.sheet ?? NaN),
        rateSheet,
      );
      if (problem) refuseWorkbook(res, problem);
      else res.json({ ...workbook, note: hiddenNote(res, workbook) });
    },
    tooLargeWorkbook,
  );

  router.post('/configure/import/edit', ...sheetPosted, (req, res) =>
    sendPage(res, ImportPage, { sheet: { ...sheetOf(req), choices: null }, done: null }),
  );

  router.post('/configure/import/columns', ...sheetPosted, async (req, res) => {
    const sent = sheetOf(req);
    const sheet = field(formOf(req), 'suggest') === '' ? sent : await suggestAgain(sent);
    if (!(await askColumns(res, sheet, true))) res.redirect(303, '/configure/import');
  });

  router.post('/configure/import/preview', ...sheetPosted, async (req, res) => {
    const sheet = await withOurTitles(sheetOf(req));
    if (await askColumns(res, sheet)) return;
    const { words } = i18nOf(res);
    await sendPreview(req, res, sheet, await importSheet(context, principalOf(res), sheet, { dryRun: true, words }));
  });

  router.post('/configure/import/save', ...sheetPosted, async (req, res) => {
    const sheet = await withOurTitles(sheetOf(req));
    if (await askColumns(res, sheet)) return;
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
    if (!saved) return sendPage(res, ImportRolesPage, { sheet, changes, confirmed: fingerprintOf(changes) });
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
    sendPage(res, ImportPreviewPage, { preview, errors }, result.problems || errors.length > 0 ? 422 : 200);
  }
}

const parseLines = (text: string): number[] => text.split(',').map(Number).filter(Number.isSafeInteger);

const principalOf = (res: Response) => signedInPerson(res).principal;

/** Asks which column is which, if someone has to say. Returns whether it did. */
async function askColumns(res: Response, sheet: Sheet, again = false): Promise<boolean> {
  const columns = await columnsToChoose(sheet, again);
  if (columns) sendPage(res, ImportColumnsPage, { sheet, columns }, columns.isIncomplete ? 422 : 200);
  return columns !== null;
}

const refuseWorkbook = (res: Response, problem: WorkbookProblem) =>
  res.status(422).json({ message: i18nOf(res).words.imports.workbookProblems[problem] });

/** Someone who filters a list in Excel can forget that the other rows are still in the file. */
function hiddenNote(res: Response, { hiddenRows }: Workbook): string | null {
  if (hiddenRows.length === 0) return null;
  const { words, locale } = i18nOf(res);
  return words.imports.hiddenRows({ n: hiddenRows.length, rows: formatList(hiddenRows.map(String), locale, 10) });
}

const tooLargeWorkbook: ErrorRequestHandler = (error: { status?: unknown }, _req, res, next) => {
  if (error.status === 413) refuseWorkbook(res, 'workbook_too_large');
  else next(error);
};

const kindOf = (value: unknown): Kind => (value === 'accounts' ? 'accounts' : 'users');

function sheetOf(req: Request): Sheet {
  const form = formOf(req);
  const confirmedLines = fieldList(form, 'confirmRounded').flatMap(parseLines);
  const { csv } = form;
  const kind = kindOf(field(form, 'kind'));
  return { kind, text: typeof csv === 'string' ? csv : '', choices: choicesOf(form, kind), confirmedLines };
}

function doneMessage({ query }: Request, res: Response): string | null {
  const [created, updated] = [Number(query.created), Number(query.updated)];
  if (query.done !== 'users' && query.done !== 'accounts') return null;
  if (!Number.isSafeInteger(created) || !Number.isSafeInteger(updated)) return null;
  const outcome = { created, updated };
  return formatMessage(i18nOf(res).words.imports.done[query.done][outcomeOf(outcome)], outcome);
}
