/** `/transfers/new`: choosing, seeing what will move, confirming as the API's own call. */
import { randomUUID } from 'node:crypto';
import type { Response, Router } from 'express';
import { perform, routeNamed } from '../../http/perform.js';
import { transferRoutes } from '../../api/transfers.js';
import { statusOf } from '../../http/status.js';
import { refusalSentence } from '../../i18n/refusals/index.js';
import { errorsOf, type FieldError } from '../field-errors.js';
import { listOwners, readPerson } from '../../services/people/user-list.js';
import {
  chosenAccounts,
  chosenProfiles,
  countDisconnected,
  searchAccounts,
  searchProfiles,
  SHOWN,
  someOf,
  thingsOf,
} from '../../services/transfers/choose.js';
import { Refusal } from '../../domain/refusal.js';
import type { TransferProblem } from '../../domain/transfers.js';
import { formBody, formOf, type Form } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { ChoosePage } from '../pages/transfers/choose.js';
import { ImpossiblePage, ReviewPage } from '../pages/transfers/review.js';
import { MOST_OWNERS, ToPage } from '../pages/transfers/to.js';
import { sendPage, i18nOf } from '../render.js';
import { isChosen, MOST_SINGLE, transferForm, type TransferForm } from '../transfer-form.js';
import type { WebContext } from '../web-context.js';

const TRANSFER = routeNamed(transferRoutes, 'POST /v1/transfers');

/** A link only shows: whoever follows one has transferred nothing. */
const lookingOnly = (form: TransferForm): TransferForm => (form.step === 'now' ? { ...form, step: 'review' } : form);

/** So many things are named one by one. */
const FEW = 3;

export function newTransferRoutes(router: Router, web: WebContext): void {
  const { db } = web.context;
  const managers = requireSignIn(web, 'managers');
  const archiveOf = (res: Response) => signedInPerson(res).session.archiveId;

  router.get('/transfers/new', managers, (req, res) => step(res, lookingOnly(transferForm(req.query as Form))));
  router.post('/transfers/new', managers, ...formBody(web), (req, res) => step(res, transferForm(formOf(req))));

  async function step(res: Response, form: TransferForm): Promise<void> {
    const words = i18nOf(res).words.transfers;
    if (form.step === 'choose') return choose(res, form);
    if (!isChosen(form)) return choose(res, form, [{ path: 'q', message: words.choose.missing }]);
    if (form.step === 'to') return askWhom(res, form);
    if (form.to === '' && (form.name === '' || form.email === ''))
      return askWhom(res, form, [{ path: 'to', message: words.to.missing }]);
    return form.step === 'review' ? review(res, form) : confirm(res, form);
  }

  async function choose(res: Response, form: TransferForm, errors: FieldError[] = []): Promise<void> {
    const archiveId = archiveOf(res);
    const { search } = form;
    const full = form.accounts.length + form.profiles.length >= MOST_SINGLE;
    if (full) errors = [...errors, { path: 'q', message: i18nOf(res).words.transfers.choose.tooMany }];
    const [from, accounts, profiles] = await Promise.all([
      form.from === '' ? null : readPerson(db, archiveId, form.from),
      chosenAccounts(db, archiveId, form.accounts, form.accounts.length),
      chosenProfiles(db, archiveId, form.profiles, form.profiles.length),
    ]);
    const found = search === '' ? null : await find(archiveId, search);
    const chosen = {
      from: from && {
        id: from.user.id,
        name: from.user.name,
        accounts: from.accountCount,
        profiles: from.profileCount,
      },
      accounts,
      profiles,
    };
    sendPage(res, ChoosePage, { form, chosen, found, errors }, errors.length > 0 ? 422 : 200);
  }

  async function find(archiveId: string, search: string) {
    const [owners, accounts, profiles] = await Promise.all([
      listOwners(db, archiveId, { search, after: null, limit: 5 }),
      searchAccounts(db, archiveId, search),
      searchProfiles(db, archiveId, search),
    ]);
    const details = await Promise.all(owners.slice(0, 5).map(({ user }) => readPerson(db, archiveId, user.id)));
    const owning = details.filter((one) => one !== null).filter((one) => one.accountCount + one.profileCount > 0);
    return { owners: owning, accounts, profiles };
  }

  async function askWhom(res: Response, form: TransferForm, errors: FieldError[] = []): Promise<void> {
    const archiveId = archiveOf(res);
    const owners = await listOwners(db, archiveId, { search: form.ownerSearch, after: null, limit: MOST_OWNERS });
    const picked = form.to === '' ? null : await readPerson(db, archiveId, form.to);
    const others = owners.slice(0, MOST_OWNERS).filter(({ user }) => user.id !== form.to && user.id !== form.from);
    const page = {
      form,
      what: await inWords(res, form),
      owners: [...(picked?.user.isAccountOwner ? [picked] : []), ...others],
      errors,
    };
    sendPage(res, ToPage, page, errors.length > 0 ? 422 : 200);
  }

  /** What was chosen, by name where it is little. */
  async function inWords(res: Response, form: TransferForm): Promise<string> {
    const archiveId = archiveOf(res);
    const { choose: words, things } = i18nOf(res).words.transfers;
    const from = form.from === '' ? null : await readPerson(db, archiveId, form.from);
    if (from) return words.everythingOf(from.user.name, from.accountCount, from.profileCount);
    const [accounts, profiles] = [form.accounts, form.profiles];
    if (accounts.length + profiles.length > FEW) return things(accounts.length, profiles.length);
    const chosen = [
      ...(await chosenProfiles(db, archiveId, profiles, FEW)),
      ...(await chosenAccounts(db, archiveId, accounts, FEW)),
    ];
    return chosen.map(({ name }) => name).join(', ');
  }

  async function thingsIn(archiveId: string, form: TransferForm) {
    return form.from === ''
      ? { accountIds: form.accounts, parentProfileIds: form.profiles }
      : thingsOf(db, archiveId, form.from);
  }

  /** What the API is asked for. */
  async function bodyOf(archiveId: string, form: TransferForm) {
    return {
      ...(await thingsIn(archiveId, form)),
      ...(form.to === '' ? { toOwner: { name: form.name, email: form.email } } : { toOwnerId: form.to }),
      withManagedAccounts: form.withManaged,
      notify: form.notify,
    };
  }

  async function review(res: Response, form: TransferForm): Promise<void> {
    const { session, principal } = signedInPerson(res);
    const { archiveId } = session;
    const body = await bodyOf(archiveId, form);
    try {
      const reply = await perform(web.context, principal, TRANSFER, { query: { dryRun: 'true' }, body });
      const plan = reply.body as {
        accounts: { id: string; why: 'chosen' | 'managed' }[];
        parentProfileIds: string[];
        detachedAccountIds: string[];
        stayingAccountIds: string[];
      };
      const because = (why: string) => plan.accounts.filter((one) => one.why === why).map(({ id }) => id);
      const picked = form.to === '' ? null : await readPerson(db, archiveId, form.to);
      const ids = plan.accounts.map(({ id }) => id);
      sendPage(res, ReviewPage, {
        form: { ...form, once: randomUUID() },
        owner: picked ? { name: picked.user.name, email: picked.user.email } : { name: form.name, email: form.email },
        profiles: {
          total: plan.parentProfileIds.length,
          first: await chosenProfiles(db, archiveId, plan.parentProfileIds, SHOWN),
        },
        chosen: await someOf(db, archiveId, because('chosen')),
        managed: await someOf(db, archiveId, because('managed')),
        detached: await someOf(db, archiveId, plan.detachedAccountIds),
        staying: await someOf(db, archiveId, plan.stayingAccountIds),
        disconnected: await countDisconnected(db, archiveId, ids, web.context.clock.now()),
      });
    } catch (error) {
      await explain(res, form, error);
    }
  }

  async function confirm(res: Response, form: TransferForm): Promise<void> {
    const { session, principal } = signedInPerson(res);
    try {
      const body = await bodyOf(session.archiveId, form);
      const { body: transfer } = await perform(web.context, principal, TRANSFER, { body }, form.once);
      res.redirect(303, `/transfers/${(transfer as { id: string }).id}`);
    } catch (error) {
      await explain(res, form, error);
    }
  }

  /** Everything that stands in the way, by name; what is wrong with the new owner, at its field. */
  async function explain(res: Response, form: TransferForm, error: unknown): Promise<void> {
    if (!(error instanceof Refusal) || ![404, 409, 422].includes(statusOf(error))) throw error;
    const { taken } = i18nOf(res).words.transfers.to;
    if (error.code === 'email_taken')
      return askWhom(res, form, [{ path: 'toOwner.email', message: taken(form.email) }]);
    const stands = error.code === 'transfer_impossible' || error.code === 'transfer_invalid';
    if (!stands && error.code !== 'transfer_too_large') return askWhom(res, form, errorsOf(res, error));
    const problems = stands ? error.params.problems : [];
    const archiveId = archiveOf(res);
    const ids = (kind: TransferProblem['kind']) => problems.filter((one) => one.kind === kind).map(({ id }) => id);
    const named = [
      ...(await chosenAccounts(db, archiveId, ids('account'), SHOWN)),
      ...(await chosenProfiles(db, archiveId, ids('parent_profile'), SHOWN)),
    ];
    const nameOf = new Map(named.map(({ id, name }) => [id, name]));
    const page = {
      form,
      problems: problems.map((one) => ({ ...one, name: nameOf.get(one.id) ?? null })),
      message: refusalSentence(i18nOf(res).locale, error),
    };
    sendPage(res, ImpossiblePage, page, statusOf(error));
  }
}
