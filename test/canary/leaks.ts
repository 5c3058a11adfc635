/** Looks for secrets in text, also as something has written them differently: base64 of any alignment, base64url, hex, URL-encoded. */

export interface Secret {
  /** What it is, e.g. "access token"; also what a finding is called by, never its value. */
  kind: string;
  value: string | Buffer;
}

export interface Place {
  name: string;
  text: string;
  /** Kinds that this place is there to give away. */
  gives?: readonly string[];
}

/** What is shorter could be there by chance. */
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

/** What of it is the same whatever stands before (so many bytes, modulo 3) and behind it. */
function embeddedBase64(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return whole.slice([0, 2, 3][offset], end);
}

/** Every secret that is in a place which is not there to give it. Values are not repeated. */
export function findLeaks(places: readonly Place[], secrets: readonly Secret[]): string[] {
  const leaks = new Set<string>();
  for (const secret of secrets)
    for (const [form, needle] of formsOf(secret))
      for (const place of places)
        if (!place.gives?.includes(secret.kind) && place.text.includes(needle))
          leaks.add(`${secret.kind} (${form}) in ${place.name}`);
  return [...leaks].sort();
}
