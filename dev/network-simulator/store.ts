/** Stores people and breaks, and decides what each break does to whom. Tokens are in tokens.ts. */
import type { JsonWebKey } from 'node:crypto';
import type { ProviderName } from '../../domain/networks.js';
import { TOKEN_BREAKS, identityKey, providerOf, targetKey } from './model.js';
import type {
  AppFault,
  Grant,
  How,
  Identity,
  IssuedToken,
  ManagedAccount,
  ServiceFault,
  Snapshot,
  TokenBreak,
} from './model.js';
import { storeFile } from './store-file.js';
import type { StoreFile } from './store-file.js';

export interface IdentityInput extends Pick<Identity, 'network' | 'id' | 'name'> {
  manages?: ManagedAccount[];
  signedIn?: boolean;
}

export class Store {
  readonly tokens: Map<string, IssuedToken>;
  readonly grants: Map<string, Grant>;
  private readonly byKey: Map<string, Identity>;
  private changed = false;

  private constructor(
    private readonly data: Snapshot,
    private readonly file: StoreFile,
  ) {
    this.byKey = new Map(data.identities.map((identity) => [identityKey(identity), identity]));
    this.tokens = new Map(data.tokens.map((token) => [token.token, token]));
    this.grants = new Map(data.grants.map((grant) => [grant.id, grant]));
  }

  static async open(dir: string | undefined): Promise<Store> {
    const file = storeFile(dir);
    return new Store(await file.load(), file);
  }

  /** Must be awaited before a change is confirmed to the caller. */
  save(): Promise<void> {
    if (!this.changed) return this.file.settled();
    this.changed = false;
    return this.file.save(() => ({
      ...this.data,
      identities: this.identities(),
      tokens: [...this.tokens.values()],
      grants: [...this.grants.values()],
    }));
  }

  touch(): void {
    this.changed = true;
  }

  nextSeq(): number {
    this.data.seq += 1;
    this.touch();
    return this.data.seq;
  }

  identities(provider?: ProviderName): Identity[] {
    return [...this.byKey.values()].filter(({ network }) => !provider || providerOf(network) === provider);
  }

  /** Returns the identities that can sign in. */
  present(provider: ProviderName): Identity[] {
    return this.identities(provider).filter(({ removed }) => !removed);
  }

  identity(key: string): Identity | undefined {
    return this.byKey.get(key);
  }

  /** Sets a person's current state. This also clears a checkpoint and restores normal service. Dead tokens stay dead. */
  put(input: IdentityInput): { identity: Identity; created: boolean } {
    const key = identityKey({ ...input, manages: [], signedIn: false, consent: null, locked: false });
    const known = this.byKey.get(key);
    const identity = known ?? { ...input, manages: [], signedIn: false, consent: null, locked: false };
    identity.name = input.name;
    identity.manages = input.manages ?? identity.manages;
    identity.locked = false;
    delete identity.removed;
    if (input.signedIn !== undefined) this.setSignedIn(identity, input.signedIn);
    for (const target of [key, ...identity.manages.map(({ network, id }) => targetKey(network, id))]) {
      delete this.data.faults[target];
    }
    this.byKey.set(key, identity);
    this.touch();
    return { identity, created: !known };
  }

  /** A browser is signed in as one identity at a time. */
  setSignedIn(identity: Identity, signedIn: boolean): void {
    if (signedIn) for (const other of this.identities(providerOf(identity.network))) other.signedIn = false;
    identity.signedIn = signedIn;
    this.touch();
  }

  consent(identity: Identity, declined: string[]): void {
    identity.consent = { declined };
    this.touch();
  }

  /** Records that the owner passed the checkpoint. Earlier tokens stay dead. */
  unlock(identity: Identity): void {
    identity.locked = false;
    this.touch();
  }

  /** Whether this break can happen to that target; for example, an account that someone manages isn't a profile. */
  breakable(target: string, how: How): boolean {
    return this.exists(target) && (how !== 'remove_profile' || this.byKey.has(target));
  }

  exists(target: string): boolean {
    return this.byKey.has(target) || this.identities().some(({ manages }) => manages.some(isTarget(target)));
  }

  break(target: string, how: How): void {
    this.touch();
    if (!isTokenBreak(how)) {
      this.data.faults[target] = how;
      return;
    }
    this.data.breaks[target] = { ...this.data.breaks[target], [how]: this.nextSeq() };
    const identity = this.byKey.get(target);
    if (identity && how === 'checkpoint') identity.locked = true;
    if (identity && how === 'remove_profile') {
      identity.removed = true;
      identity.signedIn = false;
    }
    // A person who removed the app is asked for consent again.
    if (identity && how === 'revoke') identity.consent = null;
    if (how === 'remove_page') {
      if (identity) identity.manages = [];
      else for (const each of this.identities()) each.manages = each.manages.filter((one) => !isTarget(target)(one));
    }
  }

  /** Undoes every break and fault; a removed Page stays removed. */
  heal(target: string): void {
    delete this.data.breaks[target];
    delete this.data.faults[target];
    const identity = this.byKey.get(target);
    if (identity) {
      identity.locked = false;
      delete identity.removed;
    }
    this.touch();
  }

  /** Revokes this token alone, or everything that the person ever allowed the app. */
  revoke(token: IssuedToken, grant: Grant, everything: boolean): void {
    if (everything) this.break(grant.identity, 'revoke');
    else token.revoked = true;
    this.touch();
  }

  signingKey(make: () => JsonWebKey): JsonWebKey {
    if (!this.data.signingKey) {
      this.data.signingKey = make();
      this.touch();
    }
    return this.data.signingKey;
  }

  /** Returns what is currently wrong with it, for the overview: what happened since the last consent, and how it is served. */
  problems(target: string): How[] {
    const consents = [...this.grants.values()].filter(({ identity }) => {
      const manages = this.byKey.get(identity)?.manages ?? [];
      return identity === target || manages.some(isTarget(target));
    });
    const last = Math.max(0, ...consents.map(({ seq }) => seq));
    const breaks = TOKEN_BREAKS.filter((how) => (this.data.breaks[target]?.[how] ?? 0) > last);
    const fault = this.data.faults[target];
    return fault ? [...breaks, fault] : breaks;
  }

  fault(targets: readonly string[]): ServiceFault | undefined {
    return targets.map((target) => this.data.faults[target]).find((fault) => fault !== undefined);
  }

  appFault(provider: ProviderName): AppFault | undefined {
    return this.data.appFaults?.[provider];
  }

  /** @param fault null: the network accepts the app again */
  setAppFault(provider: ProviderName, fault: AppFault | null): void {
    const { [provider]: _before, ...others } = this.data.appFaults ?? {};
    this.data.appFaults = fault === null ? others : { ...others, [provider]: fault };
    this.touch();
  }

  /** Returns the latest thing that happened to this token since it was issued, if anything. */
  damage(token: IssuedToken, grant: Grant, targets: readonly string[]): TokenBreak | undefined {
    if (token.revoked) return 'revoke';
    let worst: { how: TokenBreak; at: number } | undefined;
    for (const target of targets) {
      for (const how of TOKEN_BREAKS) {
        const at = this.data.breaks[target]?.[how];
        if (at === undefined || at < (worst?.at ?? 0)) continue;
        // An expiry ends only access tokens, and a refresh repairs it. Every other break ends the consent with all its tokens.
        const hit = how === 'expire' ? token.kind === 'access' && token.seq < at : grant.seq < at;
        if (hit) worst = { how, at };
      }
    }
    return worst?.how;
  }
}

function isTarget(target: string): (account: ManagedAccount) => boolean {
  return ({ network, id }) => targetKey(network, id) === target;
}

function isTokenBreak(how: How): how is TokenBreak {
  return (TOKEN_BREAKS as readonly string[]).includes(how);
}
