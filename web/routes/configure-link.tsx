/**
 * Configure → Connect Accounts: an owner's Personalized Link by email, or to be copied. The link itself is only ever in the answer
 * to a POST, which nothing stores.
 */
import type { Request, Response, Router } from 'express';
import { invitationRoutes } from '../../api/invitations.js';
import { routeNamed } from '../../http/perform.js';
import { personalizedLinkRoutes } from '../../api/personalized-links.js';
import type { PersonDetail } from '../../services/people/user-list.js';
import { attempt, formBody, formOf, field, isChecked } from '../forms.js';
import { requireSignIn } from '../require-sign-in.js';
import { CopiedLinkPage, RenewPage } from '../pages/configure/confirmations.js';
import { listUrl } from '../pages/configure/people-parts.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';
import { linkLifeFor, personOf, sendPerson } from './configure-person.js';

const INVITE = routeNamed(invitationRoutes, 'POST /v1/users/{id}/invitation');
const LINK = routeNamed(personalizedLinkRoutes, 'POST /v1/users/{id}/personalized-link');

export function configureLinkRoutes(router: Router, web: WebContext): void {
  const managers = requireSignIn(web, 'managers');

  router.get('/configure/people/:id/renew', managers, async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail?.user.isAccountOwner) return next();
    sendPage(res, RenewPage, { detail });
  });

  router.post('/configure/people/:id/link', managers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const form = formOf(req);
    const body = { delivery: field(form, 'delivery'), renew: isChecked(form, 'renew') };
    const { reply, errors } = await attempt(web, res, LINK, { params: { id: detail.user.id }, body });
    if (errors) return sendPerson(web, res, detail, { errors });
    if (body.delivery === 'copy') return answerCopy(req, res, detail, reply.body as { url: string });
    res.redirect(303, backTo(req, detail, body.renew ? 'renewed' : 'link_sent'));
  });

  router.post('/configure/people/:id/invitation', managers, ...formBody(web), async (req, res, next) => {
    const detail = await personOf(web, req, res);
    if (!detail) return next();
    const { errors } = await attempt(web, res, INVITE, { params: { id: detail.user.id }, body: {} });
    if (errors) return sendPerson(web, res, detail, { errors });
    res.redirect(303, `/configure/people/${detail.user.id}?done=invited_again`);
  });

  function answerCopy(req: Request, res: Response, detail: PersonDetail, { url }: { url: string }): void {
    const { name } = detail.user;
    const { now, life, timeZone } = linkLifeFor(web, res);
    const i18n = i18nOf(res);
    const until = i18n.day(new Date(now.getTime() + life), timeZone);
    if (req.accepts(['html', 'json']) === 'json')
      return void res.json({ url, said: i18n.words.people.connect.copied(name, until) });
    sendPage(res, CopiedLinkPage, { name, url, until, back: backTo(req, detail, null) });
  }
}

/** The list as it was, or the person's page. */
function backTo(req: Request, { user }: PersonDetail, done: string | null): string {
  const form = formOf(req);
  if (form.list === undefined) return `/configure/people/${user.id}${done ? `?done=${done}` : ''}`;
  const list = new URLSearchParams(field(form, 'list'));
  const url = listUrl('/configure/owners', { search: list.get('q') ?? '', after: list.get('after') });
  if (!done) return url;
  return `${url}${url.includes('?') ? '&' : '?'}done=${done}&who=${user.id}`;
}
