/** Random choices that a seed repeats, and the values that have caused trouble before. */

export interface Random {
  /** From 0 to less than `n`. */
  below(n: number): number;
  one<T>(values: readonly T[]): T;
  /** Returns whether something that happens once in `n` times happens now. */
  isOneIn(n: number): boolean;
}

/** Mulberry32: 32 bits of state are enough to choose with. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const below = (n: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  return { below, one: (values) => values[below(values.length)]!, isOneIn: (n) => below(n) === 0 };
}

// prettier-ignore
const NASTY = [
  '', ' ', '\0', '\u0000x', '\ud800', '\u202e', '\u200b'.repeat(300), 'ü'.repeat(700), '😀', '\r\nSet-Cookie: a=b',
  '0', '-1', '1e99', '1.5', '9007199254740993', 'NaN', 'null', 'true', '[]', '{}', '__proto__', 'constructor',
  '2026-02-30', '0000-01-01', '9999-12-31', '-271821-04-20T00:00:00Z', '1970-01-01T00:00:00Z', '99:99', 'Mars/Base',
  "'; drop table users; --", '%00', '%', '%ED%A0%80', '../../etc/passwd', '//evil.example', 'javascript:alert(1)',
  '<script>alert(1)</script>', '{name}', '{0, plural, other {#}}', '=1+1', '"', 'a"b,c\n', 'a@b', 'a@b.example',
  'users', 'accounts', 'all', 'x', 'facebook_page', 'es', 'en', '1', '2', 'on', 'read', 'disconnected', 'City', 'MQ',
];

export const nasty = (random: Random): string =>
  random.isOneIn(40) ? random.one(NASTY).repeat(random.below(2000)) : random.one(NASTY);

/** Any JSON, mostly small. */
export function nastyJson(random: Random, depth = 2): unknown {
  const kind = random.below(depth > 0 ? 9 : 6);
  if (kind < 3) return nasty(random);
  if (kind === 3) return random.one([null, true, false]);
  if (kind < 6) return random.one([0, -1, 1.5, 1e300, 2 ** 53, 3]);
  const items = Array.from({ length: random.below(4) }, () => nastyJson(random, depth - 1));
  return kind === 6 ? items : Object.fromEntries(items.map((item) => [nasty(random), item]));
}

/** Replaces some members of an object, adds one, or replaces it whole. */
export function mutated(random: Random, valid: unknown): unknown {
  if (typeof valid !== 'object' || valid === null || random.isOneIn(8)) return nastyJson(random);
  const members = Object.entries(valid).map(([name, value]) => [name, random.isOneIn(3) ? nastyJson(random) : value]);
  return Object.fromEntries(random.isOneIn(3) ? [...members, [nasty(random), nastyJson(random)]] : members);
}

/** What a header may have at all; the rest wouldn't leave this process. */
export const printable = (text: string) => text.replaceAll(/[^\x21-\x7e]/g, '.').slice(0, 2000);

export function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
}
