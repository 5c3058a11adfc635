/** Everyone who might send a request: people and programs of the archive, of another one, of the past, and of nowhere. */
import { sql } from 'drizzle-orm';
import { type Access, SCOPES, type Scope } from '../../domain/principal.js';
import type { Context } from '../../platform/context.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { ensureLinks } from '../../services/access/personalized-links.js';
import { startLinkSession, startLoginSession } from '../../services/access/sessions.js';
import type { City } from '../rig/builders.js';

type Person = 'primary' | 'readOnly' | 'owner' | 'otherOwner';

export interface Principal {
  headers: Record<string, string>;
  /** Null for people and programs that the archive doesn't know, or knows no more. */
  may: null | {
    /** Null for a key that acts for itself. */
    person: Person | null;
    /** Null for a session. */
    scopes: readonly Scope[] | null;
    throughLink: boolean;
  };
  /** A page of another site makes a browser send it: it reads what the person may read, but changes nothing. */
  onlyReads?: boolean;
}

const PEOPLE: readonly Person[] = ['primary', 'readOnly', 'owner', 'otherOwner'];

export const NAMES = [
  'nobody who is signed in',
  'a made-up session',
  'a session that was ended',
  'a visit through a link that was renewed',
  ...PEOPLE.map((person) => `${person} signed in`),
  ...['owner', 'otherOwner'].map((person) => `${person} through their link`),
  'primary, sent by another site',
  'a made-up key',
  'a key that was revoked',
  ...SCOPES.map((scope) => `a key that may only ${scope}`),
  'a key with every scope',
  ...PEOPLE.map((person) => `a key acting for ${person}`),
  'a key acting for somebody of another archive',
  'the primary administrator of another archive',
  'an owner of another archive through their link',
  'a key of another archive',
  'a key of another archive acting for primary',
] as const;

export async function principalsOf(context: Context, city: City, other: City): Promise<Record<string, Principal>> {
  const { db } = context;
  const cookie = (secret: string) => ({ cookie: `relink=${secret}`, 'sec-fetch-site': 'same-origin' });
  const login = async ({ archiveId }: City, userId: string) =>
    cookie((await startLoginSession(db, { archiveId, userId })).secret);
  const visit = async ({ archiveId }: City, userId: string) =>
    cookie(
      (await startLinkSession(db, (await ensureLinks(db, context.config.keys, archiveId, [userId])).get(userId)!))
        .secret,
    );
  const bearer = async ({ archiveId }: City, scopes: readonly Scope[]) => ({
    authorization: `Bearer ${(await insertApiKey(db, { archiveId, name: 'key', scopes })).key}`,
  });
  const acting = (key: Record<string, string>, userId: string) => ({ ...key, 'x-relink-acting-user': userId });
  const unknown = (headers: Record<string, string>): Principal => ({ headers, may: null });

  const ended = await login(city, city.primary);
  const revoked = await bearer(city, SCOPES);
  await db.execute(sql`update sessions set revoked_at = now() where archive_id = ${city.archiveId}`);
  await db.execute(sql`update api_keys set revoked_at = now() where archive_id = ${city.archiveId} and name = 'key'`);
  const renewed = await visit(city, city.otherOwner);
  await db.execute(sql`update personalized_links set epoch = epoch + 1 where archive_id = ${city.archiveId}`);
  const all = await bearer(city, SCOPES);
  const theirs = await bearer(other, SCOPES);
  const made: Record<string, Principal> = {
    'nobody who is signed in': unknown({ 'sec-fetch-site': 'same-origin' }),
    'a made-up session': unknown(cookie('x'.repeat(43))),
    'a session that was ended': unknown(ended),
    'a visit through a link that was renewed': unknown(renewed),
    'a made-up key': unknown({ authorization: 'Bearer relink_x' }),
    'a key that was revoked': unknown(revoked),
    'a key acting for somebody of another archive': unknown(acting(all, other.primary)),
    'the primary administrator of another archive': unknown(await login(other, other.primary)),
    'an owner of another archive through their link': unknown(await visit(other, other.owner)),
    'a key of another archive': unknown(theirs),
    'a key of another archive acting for primary': unknown(acting(theirs, city.primary)),
    'a key with every scope': { headers: all, may: { person: null, scopes: SCOPES, throughLink: false } },
    'primary, sent by another site': {
      headers: { ...(await login(city, city.primary)), 'sec-fetch-site': 'cross-site' },
      may: { person: 'primary', scopes: null, throughLink: false },
      onlyReads: true,
    },
  };
  for (const scope of SCOPES)
    made[`a key that may only ${scope}`] = {
      headers: await bearer(city, [scope]),
      may: { person: null, scopes: [scope], throughLink: false },
    };
  for (const person of PEOPLE) {
    const [id, may] = [city[person], { person, throughLink: false }];
    made[`${person} signed in`] = { headers: await login(city, id), may: { ...may, scopes: null } };
    made[`a key acting for ${person}`] = { headers: acting(all, id), may: { ...may, scopes: SCOPES } };
  }
  for (const person of ['owner', 'otherOwner'] as const)
    made[`${person} through their link`] = {
      headers: await visit(city, city[person]),
      may: { person, scopes: null, throughLink: true },
    };
  return made;
}

/**
 * Whether the archive's rules let this principal use something. Written here once more, and not asked of domain/principal.ts, so that a
 * mistake there doesn't decide what the tests expect.
 */
export function isFor({ may }: Principal, { audience, scope }: Access): boolean {
  if (!may) return false;
  if (may.scopes && !may.scopes.includes(scope)) return false;
  if (may.person === null) return true;
  const isOwner = may.person === 'owner' || may.person === 'otherOwner';
  if (audience === 'everyone') return true;
  if (audience === 'administrators') return !isOwner;
  return audience === 'managers' && may.person === 'primary';
}
