/**
 * Configure → API keys. A new key appears only in the response to the POST that created it, and that response is never
 * stored.
 */
import type { Request, Response, Router } from 'express';
import {
  createApiKey,
  listApiKeysByState,
  NewApiKeyInput,
  readApiKey,
  revokeApiKey,
  type ApiKey,
} from '../../services/access/api-keys.js';
import { listPossibleResponsible, passOnApiKey } from '../../services/access/responsible-for-keys.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { field, fieldList, formBody, formOf, submit } from '../forms/forms.js';
import { passedOnQuery, passedOnText, submitPassOn } from '../forms/passed-on.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { KeyCreatedPage, RevokeKeyPage } from '../pages/configure/key-pages.js';
import { PassOnKeyPage } from '../pages/configure/pass-on-key.js';
import { KeysPage, type KeyForm } from '../pages/configure/keys.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const PATH = '/configure/keys';
const EMPTY: KeyForm = { name: '', scopes: [] };

export function configureKeysRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const readers = requireSignIn(web, listApiKeysByState);
  const creators = requireSignIn(web, createApiKey);
  const revokers = requireSignIn(web, revokeApiKey);
  const keepers = requireSignIn(web, passOnApiKey);

  async function show(res: Response, form: KeyForm, errors: readonly FieldError[], done: string | null) {
    const { principal, timeZone } = signedInPerson(res);
    const keys = await listApiKeysByState(context, principal);
    sendPage(res, KeysPage, { ...keys, form, errors, done, timeZone });
  }

  router.get(PATH, readers, async (req, res) => {
    await show(res, EMPTY, [], await doneText(req, res));
  });

  router.post(PATH, creators, ...formBody(web), async (req, res) => {
    const form = { name: field(formOf(req), 'name'), scopes: fieldList(formOf(req), 'scopes') };
    const { result, errors } = await submit(res, async () =>
      createApiKey(context, signedInPerson(res).principal, validate(NewApiKeyInput, form)),
    );
    if (errors) return show(res, form, errors, null);
    sendPage(res, KeyCreatedPage, { name: form.name, apiKey: result.key });
  });

  async function doneText(req: Request, res: Response): Promise<string | null> {
    const { done, key } = req.query;
    if (done !== 'revoked') return passedOnText(context, res, req.query);
    const { revoked } = await listApiKeysByState(context, signedInPerson(res).principal);
    const name = revoked.find(({ id }) => id === key)?.name;
    return name === undefined ? null : i18nOf(res).words.settings.keys.done.revoked({ name });
  }

  async function showPassOn(res: Response, apiKey: ApiKey, chosen = '', errors: readonly FieldError[] = []) {
    const administrators = await listPossibleResponsible(context, signedInPerson(res).principal);
    sendPage(res, PassOnKeyPage, { apiKey, administrators, chosen, errors });
  }

  router.get(`${PATH}/:id/pass-on`, keepers, async (req: Request<{ id: string }>, res, next) => {
    const key = await readApiKey(context, signedInPerson(res).principal, req.params.id);
    if (key.revokedAt) return next();
    await showPassOn(res, key);
  });

  router.post(`${PATH}/:id/pass-on`, keepers, ...formBody(web), async (req: Request<{ id: string }>, res) => {
    const { principal } = signedInPerson(res);
    const to = { userId: field(formOf(req), 'userId') };
    const { result, errors } = await submitPassOn(res, to, (input) =>
      passOnApiKey(context, principal, req.params.id, input),
    );
    if (errors) return showPassOn(res, await readApiKey(context, principal, req.params.id), to.userId, errors);
    res.redirect(303, `${PATH}?${passedOnQuery(to.userId, [result])}`);
  });

  function showRevoke(res: Response, apiKey: ApiKey, errors: readonly FieldError[] = []) {
    sendPage(res, RevokeKeyPage, { apiKey, timeZone: signedInPerson(res).timeZone, errors });
  }

  router.get(`${PATH}/:id/revoke`, revokers, async (req: Request<{ id: string }>, res, next) => {
    const key = await readApiKey(context, signedInPerson(res).principal, req.params.id);
    if (key.revokedAt) return next();
    showRevoke(res, key);
  });

  router.post(`${PATH}/:id/revoke`, revokers, ...formBody(web), async (req: Request<{ id: string }>, res) => {
    const { principal } = signedInPerson(res);
    const { id } = req.params;
    const { errors } = await submit(res, () => revokeApiKey(context, principal, id));
    if (errors) return showRevoke(res, await readApiKey(context, principal, id), errors);
    res.redirect(303, `${PATH}?done=revoked&key=${id}`);
  });
}
