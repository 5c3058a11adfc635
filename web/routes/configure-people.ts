/** Configure → the lists of Account Owners and administrators. */
import type { Request, Router } from 'express';
import { z } from 'zod';
import {
  administratorKey,
  countOwners,
  listAdministrators,
  listOwners,
  ownerKey,
  readPerson,
  type NameKey,
} from '../../services/people/user-list.js';
import { decodeCursor, encodeCursor } from '../../http/lists.js';
import { singleLine, searchText } from '../forms/forms.js';
import { changeUser } from '../../services/people/manage.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { AdministratorsPage } from '../pages/configure/administrators.js';
import { OwnersPage } from '../pages/configure/owners.js';
import { doneText } from '../forms/person-form.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { linkLifeFor } from './configure-person.js';

const PAGE = 50;

export function configurePeopleRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  // Configure is for people who can change something there, although others can read who is in the archive.
  const changers = requireSignIn(web, changeUser);

  router.get('/configure', changers, (_req, res) => res.redirect(303, '/configure/owners'));

  router.get('/configure/owners', changers, async (req, res) => {
    const { principal } = signedInPerson(res);
    const request = requestOf(req);
    const [rows, total] = await Promise.all([
      listOwners(context, principal, { ...request.page, limit: PAGE }),
      countOwners(context, principal, request.page.search),
    ]);
    sendPage(res, OwnersPage, {
      ...pageOf(rows, '/configure/owners', request, ownerKey),
      total,
      links: linkLifeFor(web, res),
      done: await doneMessage(req),
    });

    async function doneMessage({ query }: Request): Promise<string | null> {
      const [codes, who] = [singleLine(query.done), singleLine(query.who)];
      const user = who === '' ? null : ((await readPerson(context, principal, who))?.user ?? null);
      // A message about a person needs the person.
      if (user === null && codes !== 'removed') return null;
      return doneText(i18nOf(res).words, codes, user ?? { name: '', email: '' });
    }
  });

  router.get('/configure/administrators', changers, async (req, res) => {
    const request = requestOf(req);
    const { principal } = signedInPerson(res);
    const rows = await listAdministrators(context, principal, { ...request.page, limit: PAGE });
    const { words } = i18nOf(res);
    sendPage(res, AdministratorsPage, {
      ...pageOf(rows, '/configure/administrators', request, administratorKey),
      done: req.query.done === 'removed' ? words.people.done.removed : null,
    });
  });
}

interface PageRequest {
  after: string | null;
  page: { search: string; after: NameKey | null };
}

function requestOf({ query }: Request): PageRequest {
  const search = searchText(query.q);
  // An invalid cursor starts at the first page.
  const after = decodeCursor(Key, query.after);
  return { after: after && singleLine(query.after), page: { search, after } };
}

function pageOf<Row>(rows: readonly Row[], path: string, request: PageRequest, keyOf: (row: Row) => NameKey) {
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  const next = rows.length > PAGE && last ? encodeCursor([keyOf(last).rank, keyOf(last).name, keyOf(last).id]) : null;
  return { rows: shown, listing: { path, search: request.page.search, after: request.after, next } };
}

const Key = z
  .tuple([z.int().min(0).max(9), z.string(), z.string()])
  .transform(([rank, name, id]): NameKey => ({ rank, name: singleLine(name), id: singleLine(id) }));
