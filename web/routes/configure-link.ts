/**
 * Configure → Connect Accounts: an owner's Personalized Link, sent by email or copied. The link itself appears only in
 * the response to a POST, and that response is never stored.
 */
import type { Request, RequestHandler, Response, Router } from 'express';
import { createElement } from 'react';
import { linkUrl } from '../../services/access/personalized-links.js';
import { validate } from '../../services/input/validate.js';
import { inviteUser } from '../../services/people/invite.js';
import {
  copyPersonalizedLink,
  PersonalizedLinkInput,
  sendPersonalizedLink,
} from '../../services/people/personalized-link.js';
import type { Placement } from '../../services/outbox/queue.js';
import type { PersonDetail } from '../../services/people/user-list.js';
import type { FieldError } from '../forms/field-errors.js';
import { field, formBody, formOf, isChecked, submit } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { CopiedLinkPage, RenewPage } from '../pages/configure/confirmations.js';
import { listUrl } from '../pages/configure/people-parts.js';
import { SignInFirst } from '../parts/fresh-sign-in.js';
import { fragment, sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { linkLifeFor, personOf, sendPerson } from './configure-person.js';

export function configureLinkRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const senders = requireSignIn(web, sendPersonalizedLink);
  const copiers = requireSignIn(web, copyPersonalizedLink);
  const renewers = requireSignIn(web, sendPersonalizedLink, copyPersonalizedLink);
  const asDelivered: RequestHandler = (req, res, next) =>
    (field(formOf(req), 'delivery') === 'copy' ? copiers : senders)(req, res, next);

  router.get('/configure/people/:id/renew', renewers, async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail?.user.isAccountOwner) return next();
    sendPage(res, RenewPage, { detail });
  });

  router.post('/configure/people/:id/link', renewers, ...formBody(web), asDelivered, async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const form = formOf(req);
    const given = { delivery: field(form, 'delivery'), renew: isChecked(form, 'renew') };
    const { principal } = signedInPerson(res);
    const { result, errors } = await submit(res, async () => {
      const { delivery, renew } = validate(PersonalizedLinkInput, given);
      return delivery === 'copy'
        ? { copied: await copyPersonalizedLink(context, principal, detail.user.id, { renew }) }
        : { placement: await sendPersonalizedLink(context, principal, detail.user.id, { renew }) };
    });
    if (errors) return refuse(req, res, detail, errors);
    const { keys, publicUrl } = context.config;
    if (result.copied) return answerCopy(req, res, detail, linkUrl(keys, publicUrl, result.copied));
    res.redirect(303, backTo(req, detail, doneCodesOf(result.placement, given.renew ? 'renewed' : 'link_sent')));
  });

  router.post(
    '/configure/people/:id/invitation',
    requireSignIn(web, inviteUser),
    ...formBody(web),
    async (req, res, next) => {
      const detail = await personOf(web, req, res);
      if (!detail) return next();
      const { result: placement, errors } = await submit(res, () =>
        inviteUser(context, signedInPerson(res).principal, detail.user.id),
      );
      if (errors) return sendPerson(web, res, detail, { errors });
      res.redirect(303, `/configure/people/${detail.user.id}?done=${doneCodesOf(placement, 'invited_again')}`);
    },
  );

  /** copy.js shows the box for a sign-in on the page as it is. */
  function refuse(req: Request, res: Response, detail: PersonDetail, errors: FieldError[]): void {
    if (!isAskedByScript(req) || !errors.some(({ needsSignIn }) => needsSignIn))
      return sendPerson(web, res, detail, { errors, toDo: 'continue' });
    const ask = fragment(res, createElement(SignInFirst, { toDo: 'continue' }));
    res.status(403).json({ ask });
  }

  function answerCopy(req: Request, res: Response, detail: PersonDetail, url: string): void {
    const { name } = detail.user;
    const { now, life, timeZone } = linkLifeFor(web, res);
    const i18n = i18nOf(res);
    const until = i18n.day(new Date(now.getTime() + life), timeZone);
    if (isAskedByScript(req))
      return void res.json({ url, said: i18n.words.people.connect.copied({ name, day: until }) });
    sendPage(res, CopiedLinkPage, { name, url, until, back: backTo(req, detail, null) });
  }
}

const isAskedByScript = (req: Request): boolean => req.accepts(['html', 'json']) === 'json';

/** Returns the codes of the messages about an email that was asked for. One that has joined another says so, and if that one waits. */
function doneCodesOf(placement: Placement, sent: 'link_sent' | 'renewed' | 'invited_again'): string {
  const waits = placement.outcome === 'refused' || placement.notBefore !== null;
  if (placement.outcome === 'merged' && sent !== 'renewed') return waits ? 'already_waits' : 'already_on_way';
  return waits ? `${sent},mail_waits` : sent;
}

/** Returns the URL of the list as it was, or of the person's page. */
function backTo(req: Request, { user }: PersonDetail, done: string | null): string {
  const form = formOf(req);
  if (form.list === undefined) return `/configure/people/${user.id}${done ? `?done=${done}` : ''}`;
  const list = new URLSearchParams(field(form, 'list'));
  const url = listUrl('/configure/owners', { search: list.get('q') ?? '', after: list.get('after') });
  if (!done) return url;
  return `${url}${url.includes('?') ? '&' : '?'}done=${done}&who=${user.id}`;
}
