/**
 * Decodes canonical base64url, and returns null for anything else. If the same bytes could be written in two ways, a signed message
 * could be replayed in a form that looks new.
 */
export function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : null;
}
