/** Configure → sign-in: the public key with which the archive's own login signs its people in. */
import type { Response, Router } from 'express';
import { changeArchive } from '../../api/archive.js';
import type { FieldError } from '../field-errors.js';
import { readArchive } from '../../services/archives/archives.js';
import { attempt, formBody, formOf, field } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { RemoveSignInKeyPage, SignInKeyPage } from '../pages/configure/sign-in.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

const PATH = '/configure/sign-in';

export function configureSignInRoutes(router: Router, web: WebContext): void {
  const { db, config } = web.context;
  const managers = requireSignIn(web, 'managers');
  const wordsOf = (res: Response) => i18nOf(res).words.settings.signIn;

  async function show(res: Response, given: { typed?: string; errors?: readonly FieldError[]; done?: string | null }) {
    const { typed = '', errors = [], done = null } = given;
    const { archiveId } = signedInPerson(res).session;
    const { signInKey } = await readArchive(db, archiveId);
    const about = { publicUrl: config.publicUrl, archiveId };
    sendPage(res, SignInKeyPage, { current: signInKey, typed, errors, done, ...about }, errors.length > 0 ? 422 : 200);
  }

  router.get(PATH, managers, async (req, res) => {
    const { done } = wordsOf(res);
    const asked = req.query.done;
    await show(res, { done: asked === 'saved' || asked === 'removed' ? done[asked] : null });
  });

  router.post(PATH, managers, ...formBody(web), async (req, res) => {
    const { notJson, empty } = wordsOf(res);
    const typed = field(formOf(req), 'signInKey');
    const signInKey = parsed(typed);
    if (signInKey === undefined) {
      const errors = [{ path: 'signInKey', message: typed === '' ? empty : notJson }];
      return show(res, { typed, errors });
    }
    const { errors } = await attempt(web, res, changeArchive, { body: { signInKey } });
    if (errors) return show(res, { typed: isSecret(signInKey) ? '' : typed, errors });
    res.redirect(303, `${PATH}?done=saved`);
  });

  router.get(`${PATH}/remove`, managers, (_req, res) => sendPage(res, RemoveSignInKeyPage, {}));

  router.post(`${PATH}/remove`, managers, ...formBody(web), async (_req, res) => {
    const { errors } = await attempt(web, res, changeArchive, { body: { signInKey: null } });
    if (errors) return show(res, { errors });
    res.redirect(303, `${PATH}?done=removed`);
  });
}

/** Undefined: it is no JSON object. */
function parsed(typed: string): object | undefined {
  try {
    const value: unknown = JSON.parse(typed);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A private key that was pasted by mistake does not come back into the page. */
const isSecret = (jwk: object): boolean => 'd' in jwk || 'k' in jwk;
