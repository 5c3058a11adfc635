/** Makes names safe to appear in an email. Nothing here escapes HTML; React and account-rows.ts do. */
import { firstCharacters, plainLine, removeUnprintable } from '../domain/visible-text.js';
import { LINK_PLACEHOLDER } from './content.js';

/** Long enough for every real name, and short enough that 50 of the worst names stay under Gmail's 102 kB limit. */
const MAX_NAME_LENGTH = 100;

/** Makes text that a person typed safe inside one line of an email. */
export function sanitizeName(name: string, maxLength = MAX_NAME_LENGTH): string {
  const safe = withoutPlaceholder(plainLine(name));
  return Array.from(safe).length <= maxLength ? safe : `${firstCharacters(safe, maxLength - 1).trimEnd()}…`;
}

/** Sanitizes a whole sentence of ours that contains names. Like sanitizeName(), but without the length limit of a name. */
export const sanitizeLine = (line: string): string => withoutPlaceholder(removeUnprintable(line));

/** A name that spells the placeholder would be replaced with a person's secret link. */
const withoutPlaceholder = (line: string) => line.replaceAll(LINK_PLACEHOLDER, 'RELINK LINK');
