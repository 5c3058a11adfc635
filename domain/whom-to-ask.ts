/**
 * Decides whom pages, help, and emails tell a person to ask: the archive's Primary Administrator, or no one when that is
 * the reader.
 */
export function whomToAsk<P extends { id: string }>(
  primary: P | null | undefined,
  reader: { id: string } | null | undefined,
): P | null {
  return primary && primary.id !== reader?.id ? primary : null;
}
