/**
 * Binds a sign-in to one browser without writing anything: opening Relink's short-lived page must change nothing on the server,
 * since mail scanners open pages too. The state that goes through the network names the stored row and proves, by a MAC over
 * row, provider and the browser's nonce, that this browser began it; the PKCE verifier is derived from the same.
 */
import type { ProviderName } from '../domain/networks.js';
import { sameSecret, type KeyRing } from '../platform/key-ring.js';

export interface BrowserState {
  state: string;
  codeVerifier: string;
}

export function sealState(
  keys: KeyRing,
  provider: ProviderName,
  hash: Buffer,
  nonce: string,
  keyId = keys.currentId,
): BrowserState {
  const row = hash.toString('base64url');
  const parts = [provider, row, nonce];
  const proof = keys.mac('sign-in-state', parts, keyId).toString('base64url');
  return {
    state: `${row}.${keyId}.${proof}`,
    codeVerifier: keys.mac('sign-in-pkce', parts, keyId).toString('base64url'),
  };
}

const STATE = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{1,32})\.[A-Za-z0-9_-]{43}$/;

/** The row that a state names and the verifier of its code; null when it is not this browser's, or was tampered with. */
export function openState(
  keys: KeyRing,
  provider: ProviderName,
  state: string,
  nonce: string,
): { hash: Buffer; binding: BrowserState } | null {
  const [, row, keyId] = STATE.exec(state) ?? [];
  if (row === undefined || keyId === undefined || !keys.has(keyId)) return null;
  const hash = Buffer.from(row, 'base64url');
  const binding = sealState(keys, provider, hash, nonce, keyId);
  return sameSecret(binding.state, state) ? { hash, binding } : null;
}
