/** Makes names safe to appear in an email, where they never become links. Nothing here escapes HTML; React and account-rows.ts do. */
import { LINK_BREAK, unlink } from '../domain/link-text.js';
import { firstCharacters, plainLine, removeUnprintable } from '../domain/visible-text.js';
import { LINK_PLACEHOLDER } from './content.js';

/** Long enough for every real name, and short enough that 50 of the worst names stay under Gmail's 102 kB limit. */
const MAX_NAME_LENGTH = 100;

/** Makes text that a person typed safe inside one line of an email. */
export const sanitizeName = (name: string, maxLength = MAX_NAME_LENGTH): string =>
  unlink(sanitizeAddress(name, maxLength));

/** Makes an email address safe. Unlike a name, it can be copied and may become a link. */
export function sanitizeAddress(address: string, maxLength = MAX_NAME_LENGTH): string {
  const safe = withoutPlaceholder(plainLine(address));
  return Array.from(safe).length <= maxLength ? safe : `${firstCharacters(safe, maxLength - 1).trimEnd()}…`;
}

/** Sanitizes a whole sentence of ours that contains names. Like sanitizeName(), but without the length limit of a name. */
export const sanitizeLine = (line: string): string =>
  line
    .split(LINK_BREAK)
    .map((part) => withoutPlaceholder(removeUnprintable(part)))
    .join(LINK_BREAK);

/** A name that spells the placeholder would be replaced with a person's secret link. */
const withoutPlaceholder = (line: string) => line.replaceAll(LINK_PLACEHOLDER, 'RELINK LINK');
