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
} from '../../services/access/api-keys.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { field, fieldList, formBody, formOf, submit } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { KeyCreatedPage, RevokeKeyPage } from '../pages/configure/key-pages.js';
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

  async function show(res: Response, form: KeyForm, errors: readonly FieldError[], done: string | null) {
    const { principal, timeZone } = signedInPerson(res);
    const keys = await listApiKeysByState(context, principal);
    sendPage(res, KeysPage, { ...keys, form, errors, done, timeZone });
  }

  router.get(PATH, readers, async (req, res) => {
    const { done } = i18nOf(res).words.settings.keys;
    await show(res, EMPTY, [], req.query.done === 'revoked' ? done.revoked : null);
  });

  router.post(PATH, creators, ...formBody(web), async (req, res) => {
    const form = { name: field(formOf(req), 'name'), scopes: fieldList(formOf(req), 'scopes') };
    const { result, errors } = await submit(res, async () =>
      createApiKey(context, signedInPerson(res).principal, validate(NewApiKeyInput, form)),
    );
    if (errors) return show(res, form, errors, null);
    sendPage(res, KeyCreatedPage, { name: form.name, apiKey: result.key });
  });

  router.get(`${PATH}/:id/revoke`, revokers, async (req: Request<{ id: string }>, res, next) => {
    const { principal, timeZone } = signedInPerson(res);
    const key = await readApiKey(context, principal, req.params.id);
    if (key.revokedAt) return next();
    sendPage(res, RevokeKeyPage, { apiKey: key, timeZone });
  });

  router.post(`${PATH}/:id/revoke`, revokers, ...formBody(web), async (req: Request<{ id: string }>, res) => {
    const { errors } = await submit(res, () => revokeApiKey(context, signedInPerson(res).principal, req.params.id));
    if (errors) return show(res, EMPTY, errors, null);
    res.redirect(303, `${PATH}?done=revoked`);
  });
}
