/** What programs and attackers fill a body with. The work that it causes is compared with that of a body half as large. */

export const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
export const numbered = (n: number) => Object.fromEntries(times(n, (i) => [`k${i}`, i]));

/** Nearly as many members as an object may have. */
export const PER_OBJECT = 190;

/** As JSON of about `n` entries. */
export const BULK: Record<string, (n: number) => string> = {
  'unknown members': (n) => JSON.stringify(numbered(n)),
  'as many members as an object may have': (n) => JSON.stringify(numbered(Math.min(n, PER_OBJECT))),
  'objects with as many': (n) => JSON.stringify(times(n / PER_OBJECT, () => numbered(PER_OBJECT))),
  'up to 1,000 objects of unknown members': (n) => JSON.stringify(times(Math.min(1000, n / 50), () => numbered(45))),
  'the same member again and again': (n) => `{${times(n, () => '"a":1').join()}}`,
  'a list of numbers': (n) => JSON.stringify(times(n, (i) => i)),
  'a list of objects': (n) => JSON.stringify(times(n / 4, (i) => ({ i, k: '', x: null }))),
};
/** As JSON of about `n` bytes. */
export const LONG: Record<string, (n: number) => string> = {
  'one long text': (n) => JSON.stringify('a '.repeat(n / 2)),
  'invisible characters': (n) => JSON.stringify('\u200B'.repeat(n / 3)),
  'one long name of a member': (n) => `{${JSON.stringify('k'.repeat(n))}:1}`,
  'opening brackets': (n) => '['.repeat(n),
  'quotation marks': (n) => '"'.repeat(n),
  backslashes: (n) => `"${'\\'.repeat(n)}"`,
};

/** As the fields of a form of about `n` bytes, of which the route reads the given ones. */
export const FIELDS: Record<string, (n: number, known: readonly string[]) => string> = {
  'unknown fields': (n) => times(n / 12, (i) => `k${i}=1`).join('&'),
  'the same field again and again': (n, [known = 'a']) => times(n / (known.length + 3), () => `${known}=1`).join('&'),
  'nothing but separators': (n) => '&='.repeat(n / 2),
  'percent signs': (n, [known = 'a']) => `${known}=${'%'.repeat(n - 20)}`,
  'names in brackets': (n) => times(n / 12, (i) => `a[${i}][b]=1`).join('&'),
  'long texts': (n, known) => known.map((name) => `${name}=${'a+'.repeat((n - 200) / 2 / known.length)}`).join('&'),
  'invisible characters': (n, known) =>
    known.map((name) => `${name}=${'%E2%80%8B'.repeat((n - 200) / 9 / known.length)}`).join('&'),
  'broken lines': (n, known) =>
    known.map((name) => `${name}=${'%0D%0A'.repeat((n - 200) / 6 / known.length)}`).join('&'),
};
