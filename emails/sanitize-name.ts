/** Names as they may appear in an email. Nothing here knows HTML: React escapes. */
import { LINK_PLACEHOLDER } from './content.js';

/** Long enough for every real name; short enough that 50 of the worst ones stay under Gmail's 102 kB. */
const LONGEST_NAME = 100;

// Controls would forge lines in the text part or the subject; bidi marks would reverse what follows them; private-use,
// unassigned and lone surrogate code points have no meaning to a reader. Zero width joiner and non-joiner stay: emoji
// and Persian need them.
const UNPRINTABLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/gu;

/** What a person typed, safe inside one line of an email. */
export function sanitizeName(name: string, longest = LONGEST_NAME): string {
  const line = name.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  // A name that spells the placeholder would be replaced by somebody's secret link.
  const tame = line.replaceAll(LINK_PLACEHOLDER, 'RELINK LINK');
  const characters = Array.from(tame);
  return characters.length <= longest
    ? tame
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

/** A whole sentence of ours with names in it: as plain(), without the limit of a name. */
export function sanitizeLine(line: string): string {
  return line.replace(UNPRINTABLE, ' ').replaceAll(LINK_PLACEHOLDER, 'RELINK LINK').trim();
}
