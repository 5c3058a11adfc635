/** Determines who makes a call: an API key, a key acting for a person, or a session on the pages. */
import type { Request } from 'express';
import type { Context } from '../platform/context.js';
import { findApiKey, type ApiKey } from '../services/access/api-keys.js';
import { findRecentApiKey } from '../services/access/recent-api-keys.js';
import { findUserOrNull } from '../services/people/users.js';
import { notFound, Refusal } from '../domain/refusal.js';
import { requireScope, sortScopes, type RequestPrincipal, type Scope } from '../domain/principal.js';

export type ResolveSession = (req: Request) => Promise<RequestPrincipal | null>;

/**
 * @param options.recently whether a key will do that worked a few seconds ago, because the call checks it again where it writes
 * @throws {Refusal} without a valid key or session, and if another site's page uses the session
 */
export async function authenticate(
  context: Context,
  req: Request,
  resolveSession: ResolveSession | undefined,
  { recently = false } = {},
): Promise<RequestPrincipal> {
  const header = req.get('Authorization');
  const actingFor = req.get('X-Relink-Acting-User');
  if (header === undefined) {
    const session = (await resolveSession?.(req)) ?? null;
    if (!session) throw new Refusal('authentication_required', {});
    if (actingFor !== undefined) throw new Refusal('forbidden', { audience: 'api_keys' });
    if (isMutation(req) && !isSameOrigin(req, context.config.publicUrl))
      throw new Refusal('cross_site_request', { to: 'api' });
    return session;
  }
  const [, secret] = /^Bearer +(\S+) *$/i.exec(header) ?? [];
  const find = recently && actingFor === undefined ? findRecentApiKey : findApiKey;
  const key = secret === undefined ? null : await find(context.db, secret);
  if (!key) throw new Refusal('invalid_api_key', {});
  return actingFor === undefined ? archivePrincipal(key) : actingUser(context, key, actingFor);
}

function archivePrincipal(key: ApiKey): RequestPrincipal {
  return { kind: 'archive', archiveId: key.archiveId, keyId: key.id, keyName: key.name, scopes: scopesOf(key) };
}

async function actingUser(context: Context, key: ApiKey, userId: string): Promise<RequestPrincipal> {
  requireScope(scopesOf(key), 'act');
  const user = await findUserOrNull(context.db, key.archiveId, userId);
  if (!user) throw notFound('user');
  return {
    kind: 'person',
    archiveId: key.archiveId,
    userId: user.id,
    name: user.name,
    adminRole: user.adminRole,
    isAccountOwner: user.isAccountOwner,
    via: { kind: 'key', keyId: key.id, keyName: key.name, scopes: scopesOf(key) },
  };
}

const scopesOf = (key: ApiKey): Scope[] => sortScopes(key.scopes);

const isMutation = (req: Request) => !['GET', 'HEAD'].includes(req.method);

/** Checks the headers in which browsers say where a request comes from. Other sites' scripts can't change them. */
export function isSameOrigin(req: Request, publicUrl: string): boolean {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  return req.get('Origin') === publicUrl;
}
