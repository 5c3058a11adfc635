/**
 * Recognizes public Ed25519 keys with which anyone can make signatures: points of small order, of which eight times the point is the neutral
 * element (RFC 7748, section 6.1), and encodings that no honest program writes. Node 20 verifies what was forged with them; Node 24 doesn't.
 */
const P = 2n ** 255n - 19n;
const mod = (n: bigint): bigint => ((n % P) + P) % P;

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const inverse = (n: bigint): bigint => power(n, P - 2n);

/** The curve is -x² + y² = 1 + dx²y². */
const D = mod(-121665n * inverse(121666n));

/** Doubles a point. Only y is needed, because x² follows from it. */
function doubled(y: bigint): bigint {
  const ySquared = mod(y * y);
  const xSquared = mod((ySquared - 1n) * inverse(mod(D * ySquared + 1n)));
  return mod((ySquared + xSquared) * inverse(mod(2n + xSquared - ySquared)));
}

/** @param encoded the 32 bytes of the key: y in little-endian order, and the sign of x in the highest bit */
export function isWeakEd25519Key(encoded: Uint8Array): boolean {
  const y = encoded.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & ((1n << 255n) - 1n);
  // Only the neutral element has this y.
  return y >= P || doubled(doubled(doubled(y))) === 1n;
}
