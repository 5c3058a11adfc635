/** Configure → Account Owners and Administrators: the lists. */
import type { Request, Router } from 'express';
import {
  administratorKey,
  countOwners,
  listAdministrators,
  listOwners,
  ownerKey,
  readPerson,
  type NameKey,
} from '../../services/people/user-list.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { AdministratorsPage } from '../pages/configure/administrators.js';
import { OwnersPage } from '../pages/configure/owners.js';
import { doneText } from '../person-form.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';
import { linkLifeFor } from './configure-person.js';

const PAGE = 50;

export function configurePeopleRoutes(router: Router, web: WebContext): void {
  const { db } = web.context;
  const managers = requireSignIn(web, 'managers');

  router.get('/configure', managers, (_req, res) => res.redirect(303, '/configure/owners'));

  router.get('/configure/owners', managers, async (req, res) => {
    const { archiveId } = signedInPerson(res).session;
    const asked = askedFor(req);
    const [rows, total] = await Promise.all([
      listOwners(db, archiveId, { ...asked.page, limit: PAGE }),
      countOwners(db, archiveId, asked.page.search),
    ]);
    sendPage(res, OwnersPage, {
      ...pageOf(rows, '/configure/owners', asked, ownerKey),
      total,
      links: linkLifeFor(web, res),
      done: await doneIn(req, archiveId),
    });

    async function doneIn({ query }: Request, of: string): Promise<string | null> {
      const [codes, who] = [textOf(query.done), textOf(query.who)];
      const user = who === '' ? null : ((await readPerson(db, of, who))?.user ?? null);
      // What is said of a person needs the person.
      if (user === null && codes !== 'removed') return null;
      return doneText(i18nOf(res).words, codes, user ?? { name: '', email: '' });
    }
  });

  router.get('/configure/administrators', managers, async (req, res) => {
    const { archiveId } = signedInPerson(res).session;
    const asked = askedFor(req);
    const rows = await listAdministrators(db, archiveId, { ...asked.page, limit: PAGE });
    const { words } = i18nOf(res);
    sendPage(res, AdministratorsPage, {
      ...pageOf(rows, '/configure/administrators', asked, administratorKey),
      done: req.query.done === 'removed' ? words.people.done.removed() : null,
    });
  });
}

interface Asked {
  after: string | null;
  page: { search: string; after: NameKey | null };
}

function askedFor({ query }: Request): Asked {
  const search = textOf(query.q).slice(0, 100);
  const after = nameKey(textOf(query.after));
  return { after: after && textOf(query.after), page: { search, after } };
}

/** Without control characters, which PostgreSQL does not take. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ').trim() : '');

function pageOf<Row>(rows: readonly Row[], path: string, asked: Asked, keyOf: (row: Row) => NameKey) {
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  const next = rows.length > PAGE && last ? cursorOf(keyOf(last)) : null;
  return { rows: shown, listing: { path, search: asked.page.search, after: asked.after, next } };
}

const cursorOf = ({ rank, name, id }: NameKey): string =>
  Buffer.from(JSON.stringify([rank, name, id])).toString('base64url');

/** A cursor that is none begins at the first page. */
function nameKey(cursor: string): NameKey | null {
  try {
    const [rank, name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof rank !== 'number' || !Number.isInteger(rank) || Math.abs(rank) > 9) return null;
    return typeof name === 'string' && typeof id === 'string' ? { rank, name: textOf(name), id: textOf(id) } : null;
  } catch {
    return null;
  }
}
