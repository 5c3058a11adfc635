/** Makes names safe to appear in an email. Nothing here escapes HTML; React and account-rows.ts do. */
import { LINK_PLACEHOLDER } from './content.js';

/** Long enough for every real name, and short enough that 50 of the worst names stay under Gmail's 102 kB limit. */
const MAX_NAME_LENGTH = 100;

// Control characters could forge lines in the text part or the subject. Bidi marks could reverse the text that follows.
// Private-use, unassigned, and lone surrogate code points mean nothing to a reader. The zero-width joiner and
// non-joiner stay, because emoji and Persian need them.
const UNPRINTABLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/gu;

/** Makes text that a person typed safe inside one line of an email. */
export function sanitizeName(name: string, maxLength = MAX_NAME_LENGTH): string {
  const line = name.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  // A name that spells the placeholder would be replaced with a person's secret link.
  const safe = line.replaceAll(LINK_PLACEHOLDER, 'RELINK LINK');
  const characters = Array.from(safe);
  return characters.length <= maxLength
    ? safe
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * Sanitizes a whole sentence of ours that contains names. Like sanitizeName(), but without the length limit of a name.
 */
export function sanitizeLine(line: string): string {
  return line.replace(UNPRINTABLE, ' ').replaceAll(LINK_PLACEHOLDER, 'RELINK LINK').trim();
}
