/** Configure → API keys. A new key is only ever in the answer to the POST that made it, which nothing stores. */
import type { Response, Router } from 'express';
import { addApiKey, removeApiKey } from '../../api/api-keys.js';
import type { FieldError } from '../field-errors.js';
import { apiKeysForPeople, readApiKey } from '../../services/access/api-keys.js';
import { attempt, formBody, formOf, field, fieldList } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { KeyMadePage, RevokeKeyPage } from '../pages/configure/key-pages.js';
import { KeysPage, type KeyForm } from '../pages/configure/keys.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

const PATH = '/configure/keys';
const EMPTY: KeyForm = { name: '', scopes: [] };

export function configureKeysRoutes(router: Router, web: WebContext): void {
  const { db } = web.context;
  const managers = requireSignIn(web, 'managers');

  async function show(res: Response, form: KeyForm, errors: readonly FieldError[], done: string | null) {
    const { session, timeZone } = signedInPerson(res);
    const keys = await apiKeysForPeople(db, session.archiveId);
    sendPage(res, KeysPage, { ...keys, form, errors, done, timeZone }, errors.length > 0 ? 422 : 200);
  }

  router.get(PATH, managers, async (req, res) => {
    const { done } = i18nOf(res).words.settings.keys;
    await show(res, EMPTY, [], req.query.done === 'revoked' ? done.revoked : null);
  });

  router.post(PATH, managers, ...formBody(web), async (req, res) => {
    const form = { name: field(formOf(req), 'name'), scopes: fieldList(formOf(req), 'scopes') };
    const { reply, errors } = await attempt(web, res, addApiKey, { body: form });
    if (errors) return show(res, form, errors, null);
    const { key } = reply.body as { key: string };
    sendPage(res, KeyMadePage, { name: form.name, apiKey: key });
  });

  router.get(`${PATH}/:id/revoke`, managers, async (req, res, next) => {
    const { session, timeZone } = signedInPerson(res);
    const key = await readApiKey(db, session.archiveId, String(req.params.id));
    if (!key || key.revokedAt) return next();
    sendPage(res, RevokeKeyPage, { apiKey: key, timeZone });
  });

  router.post(`${PATH}/:id/revoke`, managers, ...formBody(web), async (req, res) => {
    const { errors } = await attempt(web, res, removeApiKey, { params: { id: req.params.id } });
    if (errors) return show(res, EMPTY, errors, null);
    res.redirect(303, `${PATH}?done=revoked`);
  });
}
