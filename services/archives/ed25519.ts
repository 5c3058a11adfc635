import { ed25519 } from '@noble/curves/ed25519.js';

/**
 * Whether anyone can make signatures with a public Ed25519 key: its point is of small order, or its bytes are what no honest program
 * writes. Node 20 verifies what was forged with such a key; Node 24 doesn't.
 * @param encoded the key's 32 bytes (RFC 8032, section 5.1.2)
 */
export function isWeakEd25519Key(encoded: Uint8Array): boolean {
  try {
    return ed25519.Point.fromBytes(encoded).isSmallOrder();
  } catch {
    return true;
  }
}
