/**
 * `/preferences`: the link in a weekly summary changes the own notifications without signing in. The secret is all that it takes,
 * and it is good for this person's two preferences only. `GET` changes nothing.
 */
import type { Request, Response, Router } from 'express';
import { setPreferences } from '../../services/people/preferences.js';
import { readPreferencesLink, type PreferencesPurpose } from '../../services/access/preferences-links.js';
import { readArchiveSummary } from '../../services/reconnect/owner-page.js';
import type { User } from '../../services/people/users.js';
import { isLocale } from '../../domain/locales.js';
import { formBody, formOf, field, isChecked } from '../forms.js';
import { MessagePage } from '../pages/message.js';
import { PreferencesPage, PreferencesShell, StopPage } from '../pages/preferences.js';
import { sendPage, i18nOf } from '../render.js';
import { I18N } from '../i18n.js';
import type { WebContext } from '../web-context.js';

export function preferencesRoutes(router: Router, web: WebContext): void {
  const { limits } = web;
  const { db, config } = web.context;

  /** The person whose link it is, spoken to in their language; else the answer is given. */
  async function readerOf(res: Response, purpose: PreferencesPurpose, token: string): Promise<User | null> {
    const user = await readPreferencesLink(db, config.keys, purpose, token);
    if (isLocale(user?.locale)) {
      res.locals.i18n = I18N[user.locale];
      res.set('Content-Language', user.locale);
    }
    const { unknown, noAdministrator } = i18nOf(res).words.preferences;
    if (!user) sendPage(res, MessagePage, unknown, 404);
    else if (user.adminRole === null) sendPage(res, MessagePage, { ...noAdministrator, tone: 'calm' });
    return user?.adminRole ? user : null;
  }

  const personOf = ({ archiveId, id, name }: User) => ({
    archiveId,
    userId: id,
    actor: { kind: 'user' as const, id, name },
  });

  router.get('/preferences', (_req, res) => sendPage(res, PreferencesShell, {}));

  router.post('/preferences', ...formBody(web), limits.open, async (req, res) => {
    const form = formOf(req);
    const token = field(form, 'token');
    const user = await readerOf(res, 'preferences', token);
    if (!user) return;
    const archive = await readArchiveSummary(db, user.archiveId);
    if (!isChecked(form, 'save')) return sendPage(res, PreferencesPage, { user, archive, token, saved: false });
    const wanted = {
      weeklyErrorSummary: isChecked(form, 'weekly'),
      ...(user.adminRole === 'full_access_administrator' && {
        immediateErrorNotifications: isChecked(form, 'immediate'),
      }),
    };
    await setPreferences(db, personOf(user), wanted);
    sendPage(res, PreferencesPage, { user: { ...user, ...wanted }, archive, token, saved: true });
  });

  router.get('/preferences/unsubscribe', limits.open, async (req, res) => {
    const token = tokenOf(req);
    const user = await readerOf(res, 'unsubscribe', token);
    if (user) sendPage(res, StopPage, { archive: await readArchiveSummary(db, user.archiveId), token });
  });

  /** RFC 8058: mail programs post here themselves, without a page of ours before it; the token is what authorizes. */
  router.post('/preferences/unsubscribe', limits.open, async (req, res) => {
    const user = await readerOf(res, 'unsubscribe', tokenOf(req));
    if (!user) return;
    if (user.weeklyErrorSummary) await setPreferences(db, personOf(user), { weeklyErrorSummary: false });
    const archive = await readArchiveSummary(db, user.archiveId);
    const { title, lines } = i18nOf(res).words.preferences.stopped;
    sendPage(res, MessagePage, { title, lines: lines(archive.archiveName), archive, tone: 'calm' });
  });
}

const tokenOf = ({ query }: Request): string => (typeof query.token === 'string' ? query.token : '');
