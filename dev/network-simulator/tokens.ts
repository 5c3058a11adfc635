/** Codes and tokens: issuing them, looking them up, ending them. */
import { randomBytes } from 'node:crypto';
import type { ProviderName } from '../../domain/networks.js';
import { identityKey, providerOf, targetKey } from './model.js';
import type { Grant, Identity, IssuedToken, ManagedAccount } from './model.js';
import type { Store } from './store.js';

/** Short, as everywhere: a code waits for a redirect, not for a person. */
const CODE_LIFETIME_MS = 60_000;
/** Older consents of an identity lose their tokens, as with Google's limit on live tokens. */
const GRANTS_PER_IDENTITY = 10;

export interface Code {
  provider: ProviderName;
  clientId: string;
  redirectUri: string;
  challenge?: { value: string; method: string };
  grant: Grant;
  expiresAt: number;
  used: boolean;
}

/** A token with everything that it stands for. */
export interface Access {
  token: IssuedToken;
  grant: Grant;
  identity: Identity;
}

export class Tokens {
  /** Codes don't survive a restart; they would have expired anyway. */
  private readonly codes = new Map<string, Code>();
  /** Page tokens by consent and account. */
  private readonly pages = new Map<string, string>();

  constructor(private readonly store: Store) {
    for (const { token, grant, account } of store.tokens.values()) {
      if (account !== null) this.pages.set(`${grant} ${account}`, token);
    }
  }

  issueCode(code: Omit<Code, 'expiresAt' | 'used'>): string {
    const now = Date.now();
    for (const [value, { expiresAt }] of this.codes) if (expiresAt + CODE_LIFETIME_MS < now) this.codes.delete(value);
    const value = secret('code', code.provider);
    this.codes.set(value, { ...code, expiresAt: now + CODE_LIFETIME_MS, used: false });
    return value;
  }

  code(value: string): Code | undefined {
    return this.codes.get(value);
  }

  newGrant(identity: Identity, scopes: string[], offline: boolean): Grant {
    return {
      id: randomBytes(8).toString('hex'),
      identity: identityKey(identity),
      scopes: scopes.filter((scope) => !identity.consent?.declinedScopes?.includes(scope)),
      declined: identity.consent?.declined ?? [],
      offline,
      seq: this.store.nextSeq(),
      refreshExpiresAt: null,
    };
  }

  /** Called when a consent's code is exchanged, because the consent doesn't count before that. */
  keepGrant(grant: Grant): void {
    grant.grantedAt = Date.now();
    this.store.grants.set(grant.id, grant);
    const own = [...this.store.grants.values()].filter(({ identity }) => identity === grant.identity);
    // What was checked counts for the app and the person, not for a token, so the latest choice applies to all consents.
    for (const earlier of own) {
      earlier.declined = grant.declined;
      // Meta's permissions are the person's, too; at the other networks, each token keeps its own.
      if (grant.identity.startsWith('facebook/')) earlier.scopes = grant.scopes;
    }
    for (const old of own.slice(0, -GRANTS_PER_IDENTITY)) this.dropGrant(old.id);
    this.store.touch();
  }

  issue(
    grant: Grant,
    kind: IssuedToken['kind'],
    lifetimeSeconds: number | null,
    like?: { account: string; seq: number },
  ): string {
    const identity = this.store.identity(grant.identity);
    const token: IssuedToken = {
      token: secret(like ? 'page' : kind, identity ? providerOf(identity.network) : 'facebook'),
      kind,
      grant: grant.id,
      seq: like?.seq ?? this.store.nextSeq(),
      account: like?.account ?? null,
      issuedAt: Date.now(),
      expiresAt: lifetimeSeconds === null ? null : Date.now() + lifetimeSeconds * 1000,
    };
    this.store.tokens.set(token.token, token);
    this.store.touch();
    return token.token;
  }

  /** Returns the Page's own token: the same one each time for the same user token. */
  pageToken(access: Access, account: string): string {
    const { grant, token } = access;
    const place = `${grant.id} ${account}`;
    const known = this.pages.get(place);
    if (known !== undefined) return known;
    const issued = this.issue(grant, 'access', null, { account, seq: token.seq });
    this.pages.set(place, issued);
    return issued;
  }

  find(provider: ProviderName, value: string, kind: IssuedToken['kind']): Access | undefined {
    const token = this.store.tokens.get(value);
    const grant = token && this.store.grants.get(token.grant);
    const identity = grant && this.store.identity(grant.identity);
    if (!identity || token?.kind !== kind || providerOf(identity.network) !== provider) return undefined;
    return { token, grant, identity };
  }

  forget(value: string): void {
    this.store.tokens.delete(value);
    this.store.touch();
  }

  private dropGrant(id: string): void {
    this.store.grants.delete(id);
    for (const token of this.store.tokens.values()) if (token.grant === id) this.store.tokens.delete(token.token);
    for (const place of this.pages.keys()) if (place.startsWith(`${id} `)) this.pages.delete(place);
  }
}

/** Returns what the identity manages today and had checked in this consent. */
export function allowedAccounts({ identity, grant }: Access): ManagedAccount[] {
  return identity.manages.filter(({ network, id }) => !grant.declined.includes(targetKey(network, id)));
}

function secret(kind: string, provider: ProviderName): string {
  return `sim-${provider}-${kind}-${randomBytes(24).toString('base64url')}`;
}
