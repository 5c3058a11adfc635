/**
 * Whether a consent covers what capture reads. People can decline one permission and keep the others, and at Meta they choose the Pages
 * for each permission. Sign-ins and token checks ask the same question here, so that "connected" never means less than "healthy".
 */
import type { Permission } from '../domain/permissions.js';
import { NetworkError, type AuthorizedAccount, type NetworkAuthorization, type UnusableAccount } from './adapter.js';

/** The network's names of the permissions that capture needs, with what each is for. */
export type Needs = Readonly<Record<string, Permission>>;

export interface Granted {
  /** Null if the network didn't say. By RFC 6749, 5.1, everything that was asked for is then granted. */
  scopes: readonly string[] | null;
  /** The ids of the accounts that a permission covers; undefined if it covers all of them. */
  targetsOf?: (scope: string) => readonly string[] | undefined;
}

/** Returns the needed permissions that the consent doesn't include for this account, by the network's names. */
export function missingScopes(
  { scopes, targetsOf }: Granted,
  needed: readonly string[],
  ids: readonly string[] = [],
): string[] {
  return needed.filter((scope) => {
    if (scopes !== null && !scopes.some((granted) => isSameScope(granted, scope))) return true;
    const targets = ids.length === 0 ? undefined : targetsOf?.(scope);
    return targets !== undefined && !ids.some((id) => targets.includes(id));
  });
}

/** No network has two permissions that differ only in upper and lower case. */
export const isSameScope = (granted: string, scope: string): boolean => granted.toLowerCase() === scope.toLowerCase();

/** Returns the same, by what each permission is for. */
export const missingPermissions = (granted: Granted, needs: Needs, ids?: readonly string[]): Permission[] =>
  missingScopes(granted, Object.keys(needs), ids).flatMap((scope) => needs[scope] ?? []);

/** Returns what `list` reads; null if the network refuses the list for want of a permission, whatever it said about the consent. */
export async function unlessForbidden<T>(list: () => Promise<T>): Promise<T | null> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof NetworkError && error.verdict === 'permission_missing') return null;
    throw error;
  }
}

/** Separates the accounts that the consent captures from those for which it lacks a permission. */
export function separateUnusable(
  accounts: readonly AuthorizedAccount[],
  missingFor: (account: AuthorizedAccount) => Permission[],
): Pick<NetworkAuthorization, 'accounts'> & { unusable: UnusableAccount[] } {
  const judged = accounts.map((account) => ({ account, missing: missingFor(account) }));
  return {
    accounts: judged.filter(({ missing }) => missing.length === 0).map(({ account }) => account),
    unusable: judged
      .filter(({ missing }) => missing.length > 0)
      .map(({ account: { network, networkAccountId, name }, missing }) => ({
        network,
        networkAccountId,
        name,
        obstacle: { code: 'permission_missing', missing },
      })),
  };
}

/**
 * Reads the `scope` of a token response. Networks separate scopes by spaces (the standard), by commas, or by either of them encoded. An
 * empty text says nothing, but an empty list says that nothing was granted.
 */
export function scopesIn(scope: unknown): string[] | null {
  if (Array.isArray(scope) && scope.length === 0) return [];
  const text = Array.isArray(scope) ? scope.join(' ') : scope;
  if (typeof text !== 'string') return null;
  const scopes = text.split(/(?:[\s,]|%20|%2C)+/i).filter((each) => each !== '');
  return scopes.length === 0 ? null : scopes;
}
