/** Looks for secrets in text, including other spellings: base64 at any alignment, base64url, hex, URL-encoded. */

export interface Secret {
  /** What it is, e.g. "access token". Findings are reported by this name, never by value. */
  kind: string;
  value: string | Buffer;
}

export interface Place {
  name: string;
  text: string;
  /** Kinds of secrets that this place is supposed to give away. */
  gives?: readonly string[];
}

/** Anything shorter could be there by chance. */
const MIN_LENGTH = 12;

export class Secrets {
  private readonly known = new Map<string, Secret>();

  add(kind: string, value: string | Buffer | null | undefined): void {
    if (!value || value.length < MIN_LENGTH) return;
    this.known.set(`${kind} ${value.toString('latin1')}`, { kind, value });
  }

  get all(): Secret[] {
    return [...this.known.values()];
  }

  of(kind: string): Secret[] {
    return this.all.filter((secret) => secret.kind === kind);
  }
}

export function formsOf({ value }: Secret): [form: string, text: string][] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((offset) => embeddedBase64(bytes, offset));
  const text = typeof value === 'string' ? value : '';
  const forms: [string, string][] = [
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ...base64.map((form): [string, string] => ['base64', form]),
    ...base64.map((form): [string, string] => ['base64url', form.replaceAll('+', '-').replaceAll('/', '_')]),
  ];
  if (text)
    forms.push(
      ['plain', text],
      ['url', encodeURIComponent(text)],
      ['url twice', encodeURIComponent(encodeURIComponent(text))],
      ['every byte %', hex.replaceAll(/../g, '%$&')],
      ['json', JSON.stringify(text).slice(1, -1)],
    );
  const seen = new Set<string>();
  return forms.filter(([, form]) => !seen.has(form) && seen.add(form));
}

/** Returns the part of the base64 that stays the same whatever comes before it (that many bytes, modulo 3) and after it. */
function embeddedBase64(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return whole.slice([0, 2, 3][offset], end);
}

/** Returns every secret that is in a place not meant to contain it. Values are not repeated. */
export function findLeaks(places: readonly Place[], secrets: readonly Secret[]): string[] {
  const leaks = new Set<string>();
  for (const secret of secrets)
    for (const [form, needle] of formsOf(secret))
      for (const place of places)
        if (!place.gives?.includes(secret.kind) && place.text.includes(needle))
          leaks.add(`${secret.kind} (${form}) in ${place.name}`);
  return [...leaks].sort();
}
