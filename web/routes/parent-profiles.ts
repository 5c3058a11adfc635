/** `/parent-profiles`: who authorizes what. */
import type { Router } from 'express';
import { encode } from '../../http/lists.js';
import { isManager } from '../../domain/principal.js';
import { listManagingProfiles, profileKey, type ProfileKey } from '../../services/accounts/parent-profile-list.js';
import { field, type Form } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { ProfilesPage } from '../pages/transfers/profiles.js';
import { sendPage } from '../render.js';
import type { WebContext } from '../web-context.js';

const PATH = '/parent-profiles';
const PAGE = 50;
const LONGEST_SEARCH = 100;

export function parentProfilePageRoutes(router: Router, web: WebContext): void {
  const { db } = web.context;

  router.get(PATH, requireSignIn(web, 'administrators'), async (req, res) => {
    const { session, principal } = signedInPerson(res);
    const search = field(req.query as Form, 'q')
      .replaceAll(/\p{Cc}/gu, ' ')
      .slice(0, LONGEST_SEARCH);
    const after = keyOf(field(req.query as Form, 'after'));
    const rows = await listManagingProfiles(db, session.archiveId, search, { after, limit: PAGE });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    const href = (more: Record<string, string>) =>
      `${PATH}?${new URLSearchParams({ ...(search && { q: search }), ...more }).toString()}`;
    sendPage(res, ProfilesPage, {
      rows: shown,
      search,
      mayTransfer: isManager(principal),
      firstHref: after && href({}),
      nextHref: rows.length > PAGE && last ? href({ after: encode(JSON.stringify(profileKey(last))) }) : null,
    });
  });
}

/** A cursor that is none begins at the first page. */
function keyOf(cursor: string): ProfileKey | null {
  try {
    const [name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    return typeof name === 'string' && typeof id === 'string' && !/\p{Cc}/u.test(name + id) ? [name, id] : null;
  } catch {
    return null;
  }
}
