/**
 * `/preferences`: the link in a weekly summary changes a person's own notifications without signing in. The secret is
 * all it takes, and it gives access only to this person's two preferences. `GET` changes nothing.
 */
import type { Request, Response, Router } from 'express';
import { isLocale } from '../../domain/locales.js';
import {
  changeLinkedPreferences,
  readPreferencesLink,
  stopWeeklySummary,
  type PreferencesReader,
} from '../../services/people/preferences.js';
import { field, formBody, formOf, isChecked } from '../forms/forms.js';
import { MessagePage } from '../pages/message.js';
import { PreferencesPage, PreferencesShell, StopPage } from '../pages/preferences.js';
import { sendPage, i18nOf } from '../render/render.js';
import { I18N } from '../render/i18n.js';
import type { WebContext } from '../web-context.js';

export function preferencesRoutes(router: Router, web: WebContext): void {
  const { context, limits } = web;

  router.get('/preferences', (_req, res) => sendPage(res, PreferencesShell, {}));

  router.post('/preferences', ...formBody(web), limits.open, async (req, res) => {
    const form = formOf(req);
    const token = field(form, 'token');
    const saved = isChecked(form, 'save');
    const change = {
      weeklyErrorSummary: isChecked(form, 'weekly'),
      immediateErrorNotifications: isChecked(form, 'immediate'),
    };
    const reader = saved
      ? await changeLinkedPreferences(context, token, change)
      : await readPreferencesLink(context, 'preferences', token);
    if (isAdministrator(res, reader)) sendPage(res, PreferencesPage, { ...reader, token, saved });
  });

  router.get('/preferences/unsubscribe', limits.open, async (req, res) => {
    const token = tokenOf(req);
    const reader = await readPreferencesLink(context, 'unsubscribe', token);
    if (isAdministrator(res, reader)) sendPage(res, StopPage, { archive: reader.archive, token });
  });

  /**
   * RFC 8058: mail programs post here directly, without one of our pages in between. The token authorizes the request.
   */
  router.post('/preferences/unsubscribe', limits.open, async (req, res) => {
    const reader = await stopWeeklySummary(context, tokenOf(req));
    if (!isAdministrator(res, reader)) return;
    const { archive } = reader;
    const { title, line, again } = i18nOf(res).words.preferences.stopped;
    const lines = [line({ archive: archive.archiveName }), again];
    sendPage(res, MessagePage, { title, lines, archive, tone: 'calm' });
  });
}

/** The person with these preferences is addressed in their own language. Everyone else gets the response from here. */
function isAdministrator(res: Response, reader: PreferencesReader | null): reader is PreferencesReader {
  if (isLocale(reader?.user.locale)) {
    res.locals.i18n = I18N[reader.user.locale];
    res.set('Content-Language', reader.user.locale);
  }
  if (reader?.user.adminRole) return true;
  const { title, lines } = i18nOf(res).words.preferences[reader ? 'noAdministrator' : 'unknown'];
  sendPage(res, MessagePage, { title, lines, tone: reader ? 'calm' : 'alert' }, reader ? 200 : 404);
  return false;
}

const tokenOf = ({ query }: Request): string => (typeof query.token === 'string' ? query.token : '');
