/** Configure → one person: add, change, hand over, remove. */
import type { Request, Response, Router } from 'express';
import { isId } from '../../domain/ids.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { addUser, changeUser, NewUserInput, removeUser, UserChangeInput } from '../../services/people/manage.js';
import {
  listKeysOfPerson,
  listPossibleResponsible,
  passOnKeysOfPerson,
} from '../../services/access/responsible-for-keys.js';
import { restBeforeRetry, retryAddress } from '../../services/people/retry-address.js';
import { unlinkOrganization } from '../../services/people/unlink-organization.js';
import { readPerson, type PersonDetail } from '../../services/people/user-list.js';
import { field, formBody, formOf, isChecked, submit } from '../forms/forms.js';
import { passedOnQuery, passedOnText, submitPassOn } from '../forms/passed-on.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { AddPersonPage } from '../pages/configure/add-person.js';
import { HandOverPage, RemovePage } from '../pages/configure/confirmations.js';
import type { LinkLife } from '../pages/configure/connect-panel.js';
import { PersonPage } from '../pages/configure/person.js';
import {
  userChange,
  doneCodes,
  retriedCodes,
  doneText,
  emptyForm,
  formOfUser,
  newUserInput,
  latestForm,
  personForm,
  seenForm,
  type PersonForm,
} from '../forms/person-form.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const signInUrl = ({ context }: WebContext): string => `${context.config.publicUrl}/sign-in`;

export const linkLifeFor = ({ context }: WebContext, res: Response): LinkLife => ({
  now: context.clock.now(),
  timeZone: signedInPerson(res).timeZone,
  life: context.config.windows.linkLife,
  rest: restBeforeRetry(context.config.windows),
});

/** Returns the person in the URL, or null if the archive has no such person. */
export async function personOf({ context }: WebContext, req: Request, res: Response): Promise<PersonDetail | null> {
  const { id } = req.params;
  if (typeof id !== 'string' || !isId(id)) return null;
  return readPerson(context, signedInPerson(res).principal, id);
}

export function sendPerson(
  web: WebContext,
  res: Response,
  detail: PersonDetail,
  more: { form?: PersonForm; errors?: readonly FieldError[]; toDo?: 'continue'; done?: string },
): void {
  const { errors = [], toDo, form = formOfUser(detail.user), done = '' } = more;
  sendPage(res, PersonPage, {
    detail,
    form,
    errors,
    toDo,
    links: linkLifeFor(web, res),
    current: currentName(res),
    signInUrl: signInUrl(web),
    isSelf: isSelf(res, detail),
    done: doneText(i18nOf(res).words, done, detail.user),
  });
}

const currentName = (res: Response) => signedInPerson(res).archive.contact?.name ?? null;
const isSelf = (res: Response, { user }: PersonDetail) => user.id === signedInPerson(res).session.user.id;

export function configurePersonRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const adders = requireSignIn(web, addUser);
  const changers = requireSignIn(web, changeUser);
  const removers = requireSignIn(web, removeUser);
  const retriers = requireSignIn(web, retryAddress);
  const keepers = requireSignIn(web, passOnKeysOfPerson);
  const unlinkers = requireSignIn(web, unlinkOrganization);

  const change = (res: Response, userId: string, given: object) =>
    submit(res, async () =>
      changeUser(context, signedInPerson(res).principal, userId, validate(UserChangeInput, given)),
    );

  async function showRemoval(
    res: Response,
    detail: PersonDetail,
    {
      errors = [],
      chosen = '',
      done = null,
    }: { errors?: readonly FieldError[]; chosen?: string; done?: string | null },
  ) {
    const { principal } = signedInPerson(res);
    const [keys, administrators] = await Promise.all([
      listKeysOfPerson(context, principal, detail.user.id),
      listPossibleResponsible(context, principal),
    ]);
    sendPage(res, RemovePage, { detail, errors, isSelf: isSelf(res, detail), keys, administrators, chosen, done });
  }

  router.get('/configure/people/new', adders, (req, res) => {
    const kind = kindOf(req);
    sendPage(res, AddPersonPage, { kind, form: emptyForm(kind), errors: [], current: currentName(res) });
  });

  router.post('/configure/people/new', adders, ...formBody(web), async (req, res) => {
    const [kind, form] = [kindOf(req), personForm(formOf(req))];
    if (form.adminRole === 'primary_administrator' && !isChecked(formOf(req), 'confirmed')) {
      return sendPage(res, HandOverPage, {
        form,
        current: currentName(res),
        action: req.originalUrl,
        cancel: '/configure/administrators',
      });
    }
    const { result: saved, errors } = await submit(res, async () =>
      addUser(context, signedInPerson(res).principal, validate(NewUserInput, newUserInput(form))),
    );
    if (errors) return sendPage(res, AddPersonPage, { kind, form, errors, current: currentName(res) });
    res.redirect(303, `/configure/people/${saved.user.id}?done=${doneCodes(saved).join(',')}`);
  });

  router.get('/configure/people/:id', changers, async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    sendPerson(web, res, detail, { done: typeof req.query.done === 'string' ? req.query.done : '' });
  });

  router.post('/configure/people/:id', changers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const { user } = detail;
    const seen = seenForm(formOf(req));
    const form = latestForm(personForm(formOf(req)), seen, user);
    const page = `/configure/people/${user.id}`;
    const takesOver = form.adminRole === 'primary_administrator' && user.adminRole !== form.adminRole;
    if (takesOver && !isChecked(formOf(req), 'confirmed'))
      return sendPage(res, HandOverPage, { form, current: currentName(res), action: page, cancel: page });
    const { result: saved, errors } = await change(res, user.id, userChange(form, user));
    if (errors) return sendPerson(web, res, detail, { form, errors });
    res.redirect(303, `${page}?done=${doneCodes(saved).join(',')}`);
  });

  router.post('/configure/people/:id/email-retry', retriers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const { id } = detail.user;
    const { result, errors } = await submit(res, () => retryAddress(context, signedInPerson(res).principal, id));
    if (errors) return sendPerson(web, res, detail, { errors });
    res.redirect(303, `/configure/people/${id}?done=${retriedCodes(result).join(',')}`);
  });

  router.post('/configure/people/:id/organization-unlink', unlinkers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const { id } = detail.user;
    const { errors } = await submit(res, () => unlinkOrganization(context, signedInPerson(res).principal, id));
    if (errors) return sendPerson(web, res, detail, { errors, toDo: 'continue' });
    res.redirect(303, `/configure/people/${id}?done=unlinked`);
  });

  router.get('/configure/people/:id/remove', removers, async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    await showRemoval(res, detail, { done: await passedOnText(context, res, req.query) });
  });

  router.post('/configure/people/:id/pass-on-keys', keepers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const { principal } = signedInPerson(res);
    const to = { userId: field(formOf(req), 'userId') };
    const { result, errors } = await submitPassOn(res, to, (input) =>
      passOnKeysOfPerson(context, principal, detail.user.id, input),
    );
    if (errors) return showRemoval(res, detail, { errors, chosen: to.userId });
    res.redirect(303, `/configure/people/${detail.user.id}/remove?${passedOnQuery(to.userId, result)}`);
  });

  router.post('/configure/people/:id/remove', removers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const { id, isAccountOwner } = detail.user;
    const { errors } = await submit(res, () => removeUser(context, signedInPerson(res).principal, id));
    if (errors) {
      return showRemoval(res, (await personOf(web, req, res)) ?? detail, { errors });
    }
    res.redirect(303, `/configure/${isAccountOwner ? 'owners' : 'administrators'}?done=removed`);
  });
}

const kindOf = ({ query }: Request): 'owner' | 'administrator' =>
  query.role === 'administrator' ? 'administrator' : 'owner';
