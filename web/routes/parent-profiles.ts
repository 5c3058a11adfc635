/** `/parent-profiles`: the Parent Profiles and the accounts that they authorize. */
import type { Router } from 'express';
import { browseParentProfiles, ProfileCursor, profileCursor } from '../../services/accounts/parent-profile-list.js';
import { decodeCursor, encodeCursor } from '../../http/lists.js';
import { searchText } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { ProfilesPage } from '../pages/transfers/profiles.js';
import { sendPage } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const PATH = '/parent-profiles';
const PAGE = 50;

export function parentProfilePageRoutes(router: Router, web: WebContext): void {
  router.get(PATH, requireSignIn(web, browseParentProfiles), async (req, res) => {
    const { principal } = signedInPerson(res);
    const search = searchText(req.query.q);
    const after = decodeCursor(ProfileCursor, req.query.after);
    const rows = await browseParentProfiles(web.context, principal, { search, after, limit: PAGE });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    const href = (more: Record<string, string>) =>
      `${PATH}?${new URLSearchParams({ ...(search && { q: search }), ...more }).toString()}`;
    sendPage(res, ProfilesPage, {
      rows: shown,
      search,
      firstHref: after && href({}),
      nextHref: rows.length > PAGE && last ? href({ after: encodeCursor(profileCursor(last)) }) : null,
    });
  });
}
