/**
 * The Pages of a personal profile, and what the profile's consent allows for each.
 *
 * - the list: /docs/graph-api/reference/user/accounts, with cursors as in /docs/graph-api/results. Facebook may refuse a page of the list
 *   for its size (code 1, "reduce the amount of data"), so the same page is then asked for in smaller pieces
 * - Pages that the list leaves out: those of a business portfolio can be missing. They are read by their id, which returns the Page's token
 *   only to a person who has a role there, and through /docs/graph-api/reference/user/businesses with
 *   /docs/marketing-api/reference/business (`owned_pages`, `client_pages`)
 * - roles: `tasks` in /docs/pages-api/overview
 */
import { z } from 'zod';
import {
  NetworkError,
  type AuthorizedAccount,
  type Tokens,
  type UnusableAccount,
  type WantedAccount,
} from './adapter.js';
import { read, readAll, withParameters, type ApiRequest } from './api.js';
import { missingPermissions, type Granted, type Needs } from './granted.js';

export interface Graph {
  api: ApiRequest;
  url: (path: string, parameters: Record<string, string>) => URL;
}

/** What capture reads from an account, as one request, and the permissions this requires. */
export const CAPTURE = {
  facebook_page: {
    fields: 'id,feed.limit(1){id}',
    needs: { pages_read_engagement: 'page_posts', pages_read_user_content: 'page_visitor_posts' },
  },
  instagram: {
    fields: 'id,media.limit(1){id}',
    needs: { instagram_basic: 'instagram_posts', instagram_manage_comments: 'instagram_comments' },
  },
} as const satisfies Record<string, { fields: string; needs: Needs }>;

/**
 * Tasks that don't let a Page's token read what the Page posted. Any other does, by whatever name: in the new Pages experience, the names
 * begin with "PROFILE_PLUS_" (PageTask in Meta's SDK: https://github.com/facebook/facebook-python-business-sdk), and new ones come.
 */
const TASKS_WITHOUT_POSTS = /^(?:PROFILE_PLUS_)?(?:ADVERTISE|MANAGE_JOBS|MANAGE_LEADS|CASHIER_ROLE)$/i;

const FIELDS = 'id,name,access_token,tasks,instagram_business_account{id,username,name}';
const Page = z.object({
  id: z.string(),
  name: z.string().nullish(),
  // Absent if the profile's role on the Page doesn't give access to it. The profile then doesn't authorize the Page.
  access_token: z.string().nullish(),
  tasks: z.array(z.string()).nullish(),
  instagram_business_account: z
    .object({ id: z.string(), username: z.string().nullish(), name: z.string().nullish() })
    .nullish(),
});
export type Page = z.infer<typeof Page>;

const paging = z
  .object({ cursors: z.object({ after: z.string().nullish() }).nullish(), next: z.string().nullish() })
  .nullish();
const Pages = z.object({ data: z.array(Page), paging });
const Businesses = z.object({ data: z.array(z.object({ id: z.string() })), paging });

/** The sizes of a page of results, from what Facebook usually accepts to what it can't refuse for its size. */
const SIZES = [100, 50, 25, 10, 5, 1];

/** More requests than these would keep the person waiting; the portfolios are read as a whole. */
const MOST_LOOKUPS = 50;
const LOOKUPS_AT_ONCE = 10;

/** Finds the profile's Pages, also those that the network leaves out of its list. */
export async function findPages(graph: Graph, granted: Granted, wanted: readonly WantedAccount[]): Promise<Page[]> {
  const found = new Map<string, Page>();
  const keep = (pages: readonly Page[]) => pages.forEach((page) => found.has(page.id) || found.set(page.id, page));
  const missing = () =>
    wanted.filter(({ network, networkAccountId: id }) =>
      network === 'facebook_page' ? !found.has(id) : ![...found.values()].some((page) => instagramOf(page)?.id === id),
    );
  keep(await readList(graph, '/me/accounts', Pages, { fields: FIELDS }));
  // A person who selected some Pages has named all of them here, with those that the list leaves out.
  const selected = granted.targetsOf?.('pages_show_list') ?? [];
  const wantedPages = missing().filter(({ network }) => network === 'facebook_page');
  const ids = [...new Set([...wantedPages.map(({ networkAccountId }) => networkAccountId), ...selected])];
  keep(await readById(graph, ids.filter((id) => !found.has(id)).slice(0, MOST_LOOKUPS)));
  if (missing().length === 0 && found.size > 0) return [...found.values()];
  const named = new Set(wanted.map(({ networkAccountId }) => networkAccountId));
  const inPortfolios = await readPortfolios(graph);
  // A portfolio also lists Pages that this person can't use.
  keep(inPortfolios.filter((page) => page.access_token || named.has(page.id)));
  return [...found.values()];
}

async function readList<T>(
  { api, url }: Graph,
  path: string,
  schema: z.ZodType<{ data: T[]; paging?: z.infer<typeof paging> }>,
  parameters: Record<string, string>,
): Promise<T[]> {
  const first = url(path, { ...parameters, limit: String(SIZES[0]) });
  const pages = await readAll(api, first, schema, (page, from) => nextOf(page.paging, from), smaller);
  return pages.flatMap(({ data }) => data);
}

/** The parameters by which Meta pages through a list, with a cursor or without: /docs/graph-api/results */
const PLACES = ['after', 'offset', '__paging_token', 'until', 'since'];

/** A list without cursors says only in its "next" link where it goes on. Only the place is taken from that link, not the address. */
function nextOf(given: z.infer<typeof paging>, from: URL): URL | undefined {
  if (!given?.next) return undefined;
  if (given.cursors?.after) return withParameters(from, { after: given.cursors.after });
  const next = URL.parse(given.next)?.searchParams;
  const places = PLACES.flatMap((name): [string, string][] => (next?.has(name) ? [[name, next.get(name)!]] : []));
  if (places.length > 0) return withParameters(from, Object.fromEntries(places));
  // Without the rest of the list, Pages in it would count as lost.
  throw new NetworkError('unavailable', 'Facebook sent a list that can’t be read to its end.');
}

/** Returns the same page of the list in a smaller size, if Facebook asks for less data. It uses code 1 for that, at any status. */
function smaller(error: unknown, url: URL): URL | undefined {
  if (!(error instanceof NetworkError) || !/^1(\/|$)/.test(error.rawCode ?? '')) return undefined;
  const size = SIZES.find((each) => each < Number(url.searchParams.get('limit')));
  return size === undefined ? undefined : withParameters(url, { limit: String(size) });
}

async function readById(graph: Graph, ids: readonly string[]): Promise<Page[]> {
  const pages: Page[] = [];
  for (let from = 0; from < ids.length; from += LOOKUPS_AT_ONCE) {
    const some = ids.slice(from, from + LOOKUPS_AT_ONCE).map((id) => readPage(graph, id));
    pages.push(...(await Promise.all(some)).flat());
  }
  return pages;
}

const readPage = ({ api, url }: Graph, id: string) =>
  unlessRefused(async () => [await read(api, url(`/${encodeURIComponent(id)}`, { fields: FIELDS }), Page)]);

/** Returns nothing if the app or the person isn't allowed to ask. */
const readPortfolios = (graph: Graph) =>
  unlessRefused(async () => {
    const businesses = await readList(graph, '/me/businesses', Businesses, { fields: 'id' });
    const pages: Page[] = [];
    for (const { id } of businesses) {
      for (const edge of ['owned_pages', 'client_pages']) {
        const list = () => readList(graph, `/${encodeURIComponent(id)}/${edge}`, Pages, { fields: FIELDS });
        pages.push(...(await unlessRefused(list)));
      }
    }
    return pages;
  });

/** An outage isn't a refusal: Pages that couldn't be looked up must not count as lost. */
async function unlessRefused<T>(look: () => Promise<T[]>): Promise<T[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NetworkError && error.verdict !== undefined && error.verdict !== 'transient') return [];
    throw error;
  }
}

const instagramOf = (page: Page) => page.instagram_business_account;

/** A name that can't be read is no reason to leave the Page out. */
const nameOf = ({ id, name }: Page): string => name ?? `Facebook Page ${id}`;

const mayRead = ({ access_token: token, tasks }: Page) =>
  Boolean(token) && (!tasks || tasks.some((task) => !TASKS_WITHOUT_POSTS.test(task)));

/** Returns a Page and its linked Instagram account. Both are read with the Page's token, which has no expiry date of its own. */
export function accountsOf(
  page: Page,
  granted: Granted,
  ending: Pick<Tokens, 'dataAccessExpiresAt'>,
): { accounts: AuthorizedAccount[]; unusable: UnusableAccount[] } {
  const instagram = instagramOf(page);
  const named = [
    { network: 'facebook_page' as const, networkAccountId: page.id, name: nameOf(page) },
    ...(instagram
      ? [
          {
            network: 'instagram' as const,
            networkAccountId: instagram.id,
            name: instagram.username ?? instagram.name ?? nameOf(page),
          },
        ]
      : []),
  ];
  const accounts: AuthorizedAccount[] = [];
  const unusable: UnusableAccount[] = [];
  for (const account of named) {
    // Meta can list the Page in place of the Instagram account that is linked to it.
    const ids = [account.networkAccountId, page.id];
    const missing = missingPermissions(granted, CAPTURE[account.network].needs, ids);
    if (!mayRead(page) || !page.access_token) {
      unusable.push({ ...account, obstacle: { code: 'page_role_missing' } });
    } else if (missing.length > 0) {
      unusable.push({ ...account, obstacle: { code: 'permission_missing', missing } });
    } else {
      accounts.push({ ...account, tokens: { accessToken: page.access_token, ...ending } });
    }
  }
  return { accounts, unusable };
}
