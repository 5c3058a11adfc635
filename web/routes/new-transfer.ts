/** `/transfers/new`: choosing, reviewing, confirming. */
import { randomUUID } from 'node:crypto';
import type { Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../domain/refusal.js';
import type { TransferProblem } from '../../domain/transfers.js';
import { runOnce } from '../../http/idempotency.js';
import { isCorrectable, statusOf } from '../../http/status.js';
import { refusalSentence } from '../../i18n/refusals.js';
import type { Context } from '../../platform/context.js';
import { validate } from '../../services/input/validate.js';
import { MAX_SHOWN } from '../../services/transfers/choice-queries.js';
import {
  listItemsOfOwner,
  listPossibleOwners,
  readChosen,
  reviewTransfer,
  searchTransferable,
  type Choice,
} from '../../services/transfers/choose.js';
import { requestTransfer, TransferInput, type TransferOrder } from '../../services/transfers/request.js';
import { errorsOf, type FieldError } from '../forms/field-errors.js';
import { formBody, formOf, type Form } from '../forms/forms.js';
import { ChoosePage } from '../pages/transfers/choose.js';
import { ImpossiblePage, ReviewPage } from '../pages/transfers/review.js';
import { ToPage } from '../pages/transfers/to.js';
import { sendPage, i18nOf } from '../render/render.js';
import { describeTransferred } from '../render/describe-transferred.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { isChosen, MAX_ITEMS, transferForm, type TransferForm } from '../forms/transfer-form.js';
import type { WebContext } from '../web-context.js';

/** A link only shows the review, so following one never transfers anything. */
const withoutTransfer = (form: TransferForm): TransferForm =>
  form.step === 'now' ? { ...form, step: 'review' } : form;

/** Up to this many items are listed by name. */
const MAX_NAMED = 3;

const TransferPointer = z.object({ id: z.string() });

const choiceOf = (form: TransferForm): Choice => ({
  fromOwnerId: form.from || null,
  accountIds: form.accounts,
  parentProfileIds: form.profiles,
});

export function newTransferRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const managers = requireSignIn(web, requestTransfer);

  router.get('/transfers/new', managers, (req, res) => step(res, withoutTransfer(transferForm(req.query as Form))));
  router.post('/transfers/new', managers, ...formBody(web), (req, res) => step(res, transferForm(formOf(req))));

  async function step(res: Response, form: TransferForm): Promise<void> {
    const words = i18nOf(res).words.transfers;
    if (form.step === 'choose') return choose(res, form);
    if (!isChosen(form)) return choose(res, form, [{ path: 'q', message: words.choose.missing }]);
    if (form.step === 'to') return showOwnerStep(res, form);
    if (form.to === '' && (form.name === '' || form.email === ''))
      return showOwnerStep(res, form, [{ path: 'to', message: words.to.missing }]);
    try {
      await (form.step === 'review' ? review(res, form) : confirm(res, form));
    } catch (error) {
      await explain(res, form, error);
    }
  }

  async function choose(res: Response, form: TransferForm, errors: FieldError[] = []): Promise<void> {
    const { principal } = signedInPerson(res);
    const { search } = form;
    const full = form.accounts.length + form.profiles.length >= MAX_ITEMS;
    const { tooMany } = i18nOf(res).words.transfers.choose;
    if (full) errors = [...errors, { path: 'q', message: tooMany({ most: MAX_ITEMS }) }];
    const chosen = await readChosen(context, principal, choiceOf(form));
    const found = search === '' ? null : await searchTransferable(context, principal, search);
    sendPage(res, ChoosePage, { form, chosen, found, errors });
  }

  async function showOwnerStep(res: Response, form: TransferForm, errors: FieldError[] = []): Promise<void> {
    const query = { search: form.ownerSearch, pickedId: form.to || null, choice: choiceOf(form) };
    const possible = await listPossibleOwners(context, signedInPerson(res).principal, query);
    const page = { form, what: await describeChosen(res, form), ...possible, errors };
    sendPage(res, ToPage, page);
  }

  /** Says what was chosen, by name if there are only a few items. */
  async function describeChosen(res: Response, form: TransferForm): Promise<string> {
    const i18n = i18nOf(res);
    const { to } = i18n.words.transfers;
    const chosen = await readChosen(context, signedInPerson(res).principal, choiceOf(form), MAX_NAMED);
    const { from, accounts, profiles } = chosen;
    if (from)
      return to.everythingOf({ owner: from.name, things: describeTransferred(i18n, from.accounts, from.profiles) });
    const names = [...profiles, ...accounts].map(({ name }) => name);
    const isTooLong = form.accounts.length + form.profiles.length > MAX_NAMED;
    return to.what({
      things: isTooLong ? describeTransferred(i18n, form.accounts.length, form.profiles.length) : i18n.list(names),
    });
  }

  /** @throws {Refusal} `invalid_request` */
  async function parseOrder(ctx: Context, res: Response, form: TransferForm): Promise<TransferOrder> {
    const { accounts, profiles, from, to, name, email } = form;
    const items =
      from === ''
        ? { accountIds: accounts, parentProfileIds: profiles }
        : await listItemsOfOwner(ctx, signedInPerson(res).principal, from);
    return validate(TransferInput, {
      ...items,
      ...(to === '' ? { toOwner: { name, email } } : { toOwnerId: to }),
      withManagedAccounts: form.withManaged,
      notify: form.notify,
    });
  }

  async function review(res: Response, form: TransferForm, errors: FieldError[] = []): Promise<void> {
    const order = await parseOrder(context, res, form);
    const found = await reviewTransfer(context, signedInPerson(res).principal, order);
    sendPage(res, ReviewPage, { ...found, form: { ...form, once: randomUUID() }, errors });
  }

  async function confirm(res: Response, form: TransferForm): Promise<void> {
    const { principal } = signedInPerson(res);
    // After the transfer, the form's items have already moved. So the form is resolved where the transfer is made, and
    // not again.
    const request = async (ctx: Context) => {
      const { id } = await requestTransfer(ctx, principal, await parseOrder(ctx, res, form));
      return { id };
    };
    const { id } =
      form.once === ''
        ? await request(context)
        : await runOnce(context, principal, form.once, TransferPointer, request);
    res.redirect(303, `/transfers/${id}`);
  }

  /** Shows everything that prevents the transfer, by name, and problems with the new owner at their field. */
  async function explain(res: Response, form: TransferForm, error: unknown): Promise<void> {
    // The chosen items may be gone by now. The person then chooses something else.
    if (!(error instanceof Refusal) || (error.code !== 'not_found' && !isCorrectable(error))) throw error;
    if (error.code === 'fresh_sign_in_required') return review(res, form, errorsOf(res, error));
    const { taken } = i18nOf(res).words.transfers.to;
    if (error.code === 'email_taken')
      return showOwnerStep(res, form, [{ path: 'toOwner.email', message: taken(error.params) }]);
    const hasProblems = error.code === 'transfer_impossible' || error.code === 'transfer_invalid';
    if (!hasProblems && error.code !== 'transfer_too_large') return showOwnerStep(res, form, errorsOf(res, error));
    const problems = hasProblems ? error.params.problems : [];
    const ids = (kind: TransferProblem['kind']) => problems.filter((one) => one.kind === kind).map(({ id }) => id);
    const offending = { fromOwnerId: null, accountIds: ids('account'), parentProfileIds: ids('parent_profile') };
    const items = await readChosen(context, signedInPerson(res).principal, offending, MAX_SHOWN);
    const nameOf = new Map([...items.accounts, ...items.profiles].map(({ id, name }) => [id, name]));
    const page = {
      form,
      problems: problems.map((one) => ({ ...one, name: nameOf.get(one.id) ?? null })),
      message: refusalSentence(i18nOf(res).locale, error),
    };
    sendPage(res, ImpossiblePage, page, statusOf(error));
  }
}
