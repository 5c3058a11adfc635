/** Configure → emails: the sender, time zone, and language, and what each email looks like with them. */
import type { Request, Response, Router } from 'express';
import { readMailSettings } from '../../services/mail/delivery/recipients.js';
import { ArchiveSettingsInput, changeArchiveSettings } from '../../services/archives/settings.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import type { Locale } from '../../domain/locales.js';
import { isSampleKind, sampleEmail, type SampleKind } from '../render/email-samples.js';
import { field, formBody, formOf, submit } from '../forms/forms.js';
import { EMAIL_HEADERS, framesOwnPages } from '../../http/headers.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { EmailsPage, type NamesForm } from '../pages/configure/emails.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { messagesIn } from '../../i18n/index.js';

const PATH = '/configure/emails';

export function configureEmailsRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const { clock, config } = context;
  const managers = requireSignIn(web, changeArchiveSettings);

  async function sampled(res: Response, kind: SampleKind) {
    const people = await readMailSettings(context, signedInPerson(res).principal);
    const { archive } = people;
    const words = messagesIn(archive.locale as Locale);
    const sampling = { people, mailFrom: config.mail.from, publicUrl: config.publicUrl, now: clock.now(), words };
    return { people, email: sampleEmail(kind, sampling) };
  }

  async function show(req: Request, res: Response, typed: NamesForm | null, errors: readonly FieldError[] = []) {
    const kind = isSampleKind(req.query.show) ? req.query.show : 'first';
    const { people, email } = await sampled(res, kind);
    const { archive, productName } = people;
    const names = { archiveName: archive.name, productName };
    const { saved } = i18nOf(res).words.settings.emails;
    const form = typed ?? { ...archive, senderName: archive.senderName ?? '' };
    const done = req.query.done === 'saved' ? saved : null;
    sendPage(res, EmailsPage, { names, form, errors, done, kind, email });
  }

  router.get(PATH, managers, framesOwnPages, (req, res) => show(req, res, null));

  router.post(PATH, managers, framesOwnPages, ...formBody(web), async (req, res) => {
    const form = formOf(req);
    const senderName = field(form, 'senderName');
    const typed = { senderName, timeZone: field(form, 'timeZone'), locale: field(form, 'locale') };
    const body = { ...typed, senderName: senderName || null };
    const { errors } = await submit(res, async () =>
      changeArchiveSettings(context, signedInPerson(res).principal, validate(ArchiveSettingsInput, body)),
    );
    if (errors) return show(req, res, typed, errors);
    res.redirect(303, `${PATH}?done=saved`);
  });

  router.get(`${PATH}/preview/:kind`, managers, async (req, res, next) => {
    const { kind } = req.params;
    if (!isSampleKind(kind)) return next();
    const { email } = await sampled(res, kind);
    res.set(EMAIL_HEADERS).type('html').send(email.html);
  });
}
