/** Base64url as it must be: one text for the same bytes, so that nothing signed has two forms, of which one was not seen before. */
export function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : null;
}
