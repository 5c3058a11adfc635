/**
 * Text as people paste it: spreadsheets, web pages, and phones bring along characters that no one sees. A name that looks right but
 * holds one of them can't be found again, and a name that holds nothing else looks blank.
 */

/** Characters that show nothing, besides spaces: zero-width characters, soft hyphens, text-direction marks, fillers. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;
/** These two join or separate letters in Persian, Hindi, and emoji, so they stay within a name. */
const JOINERS = '\\u200C\\u200D';
/**
 * Characters that never mean anything in a name: zero-width spaces, soft hyphens, word joiners, byte order marks, and the marks that
 * spreadsheets put beside Arabic and Hebrew names. Letters have their direction without them.
 */
const MEANINGLESS = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u2060\uFEFF]/gu;
/**
 * Control characters could forge lines of an email or a log. Overrides of direction could reverse the text that follows. Private-use,
 * unassigned, and lone surrogate code points mean nothing to a reader.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u202A-\u202E\u2061-\u206F]+/gu;
/** At the end, from the first of them only: a text of blanks would otherwise be looked through again from each of them. */
const JOINERS_AT_THE_ENDS = new RegExp(`^[\\s${JOINERS}]+|(?<![\\s${JOINERS}])[\\s${JOINERS}]+$`, 'gu');
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

export const removeInvisible = (text: string): string => text.replaceAll(INVISIBLE, '');

/** Whether a reader would see anything. A space, a filler, or an accent without a letter is nothing. */
export const isVisible = (text: string): boolean => SEEN.test(removeInvisible(text));

/** Cleans a name or another line of text. Text that shows nothing becomes ''. Line breaks stay, because the check that follows refuses them. */
export function cleanText(text: string): string {
  if (!isVisible(text)) return '';
  return text
    .replaceAll(MEANINGLESS, '')
    .replaceAll(/\p{Zs}/gu, ' ')
    .replaceAll(JOINERS_AT_THE_ENDS, '');
}

/** Removes what could forge or reverse text. Other spaces than ordinary ones stay: they hold dates together. */
export const removeUnprintable = (text: string): string =>
  text.replaceAll(MEANINGLESS, '').replaceAll(UNPRINTABLE, ' ').trim();

/** Makes one harmless line of text that wasn't checked when it came in, such as a name from a network. */
export const plainLine = (text: string): string => cleanText(removeUnprintable(text)).replaceAll(/\s+/gu, ' ').trim();

/** Returns the first characters of a text; an emoji of several code units stays whole. */
export const firstCharacters = (text: string, max: number): string => Array.from(text).slice(0, max).join('');
