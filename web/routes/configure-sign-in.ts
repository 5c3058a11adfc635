/** Configure → sign-in: the public key for the tokens with which the archive's own login signs people in. */
import type { Response, Router } from 'express';
import { ArchiveSettingsInput, changeArchiveSettings, readArchive } from '../../services/archives/settings.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { field, formBody, formOf, submit } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { RemoveSignInKeyPage, SignInKeyPage } from '../pages/configure/sign-in.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const PATH = '/configure/sign-in';

export function configureSignInRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const managers = requireSignIn(web, changeArchiveSettings);
  const wordsOf = (res: Response) => i18nOf(res).words.settings.signIn;

  async function show(res: Response, view: { typed?: string; errors?: readonly FieldError[]; done?: string | null }) {
    const { typed = '', errors = [], done = null } = view;
    const { id: archiveId, signInKey } = await readArchive(context, signedInPerson(res).principal);
    const about = { publicUrl: context.config.publicUrl, archiveId };
    sendPage(res, SignInKeyPage, { current: signInKey, typed, errors, done, ...about });
  }

  const change = (res: Response, signInKey: object | null) =>
    submit(res, async () =>
      changeArchiveSettings(context, signedInPerson(res).principal, validate(ArchiveSettingsInput, { signInKey })),
    );

  router.get(PATH, managers, async (req, res) => {
    const { done } = wordsOf(res);
    const code = req.query.done;
    await show(res, { done: code === 'saved' || code === 'removed' ? done[code] : null });
  });

  router.post(PATH, managers, ...formBody(web), async (req, res) => {
    const { notJson, empty } = wordsOf(res);
    const typed = field(formOf(req), 'signInKey');
    const signInKey = parsed(typed);
    if (signInKey === undefined) {
      const errors = [{ path: 'signInKey', message: typed === '' ? empty : notJson }];
      return show(res, { typed, errors });
    }
    const { errors } = await change(res, signInKey);
    if (errors) return show(res, { typed: isSecret(signInKey) ? '' : typed, errors });
    res.redirect(303, `${PATH}?done=saved`);
  });

  router.get(`${PATH}/remove`, managers, (_req, res) => sendPage(res, RemoveSignInKeyPage, { errors: [] }));

  router.post(`${PATH}/remove`, managers, ...formBody(web), async (_req, res) => {
    const { errors } = await change(res, null);
    if (errors) return sendPage(res, RemoveSignInKeyPage, { errors });
    res.redirect(303, `${PATH}?done=removed`);
  });
}

/** Returns undefined if the text isn't a JSON object. */
function parsed(typed: string): object | undefined {
  try {
    const value: unknown = JSON.parse(typed);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A private key that was pasted by mistake isn't sent back to the page. */
const isSecret = (jwk: object): boolean => 'd' in jwk || 'k' in jwk;
