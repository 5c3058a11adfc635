/**
 * What spreadsheet programs do to long numbers. They hold 15 digits of a number, show a longer one as 1.78E+16, and save what they
 * show; people who know this write ="17841405822304914" or '17841405822304914 instead.
 */

/** How many digits of a number a spreadsheet program keeps. It replaces the others with zeros. */
export const KEPT_DIGITS = 15;

/** Excel shows 555123456789012 as 5.55E+14, and saves what it shows. */
const SCIENTIFIC = /^[+-]?\d+([.,]\d+)? ?E ?[+-]?\d+$/i;
/** A formula whose value stands in it: ="123". */
const FORMULA = /^=\s*"(.*)"$/;
/** A formula or a sign before digits. Spreadsheet programs take the sign, too, as the beginning of a formula. */
const BEFORE_DIGITS = /^[=+] ?(?=\d[\d.,'’ ]*(?:E ?[+-]?\d+)?$)/i;
/** What is left of a list that the ID was copied from. */
const LIST_END = /(?<=[\p{L}\p{N}/="'”’»>])(?: ?[,;])+$/u;
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '«': '»',
  '`': '`',
  '<': '>',
};
/** A group of three digits after each separator, which is the same in the whole number. */
const GROUPED = /^\d{1,3}(?:([,.'’ ])\d{3})(?:\1\d{3})+$/;
const DECIMALS = /^(.*\d)[.,](0+)$/;

/** Longer than any ID or address of a profile. */
const LONGEST = 2000;

/** Removes what no one sees, such as zero-width and no-break spaces, and turns full-width characters into ordinary ones. */
const visible = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** Joins the lines of a cell. A pattern with blanks before a line break would look through a cell of blanks once for each of them. */
export function onOneLine(text: string): string {
  const [first = '', ...more] = text.split(/[\r\n]+/);
  if (more.length === 0) return first;
  const lines = [first.trimEnd(), ...more.map((line) => line.trim())];
  return lines.filter((line, i) => i === 0 || line !== '').join(' ');
}

/** Returns the text or number that a cell stands for, without what was put around it to protect it from the spreadsheet program. */
export function unwrapCell(cell: string): string {
  let text = visible(cell);
  // What is put around a longer text is taken off layer by layer, and it isn't a number anyway.
  if (text.length > LONGEST) return text;
  for (let before = ''; text !== before;) {
    before = text;
    text = unquote(formulaText(text) ?? text)
      .replace(LIST_END, '')
      .replace(BEFORE_DIGITS, '')
      .trim();
  }
  return ungroup(text);
}

/** Returns the text in a formula such as ="Parks", which programs write so that Excel takes a cell for text. */
export const formulaText = (cell: string): string | undefined => FORMULA.exec(cell.trim())?.[1];

function unquote(text: string): string {
  const close = QUOTES[text[0] ?? ''];
  if (close !== undefined && text.length > 1 && text.endsWith(close)) return text.slice(1, -1);
  // A single mark at the beginning of a cell means "this is text".
  return /^['’‘`]/.test(text) ? text.slice(1) : text;
}

/** Removes thousands separators and ".00", which a number format adds. A single group isn't clear: 1.784 can be a rounded number. */
function ungroup(text: string): string {
  const [, whole, zeros] = DECIMALS.exec(text) ?? [];
  const digits = whole !== undefined && isDecimals(whole, zeros!) ? whole : text;
  return GROUPED.test(digits) ? digits.replaceAll(/\D/g, '') : /^\d+$/.test(digits) ? digits : text;
}

/** 123.000 can be a hundred and twenty-three, or a hundred and twenty-three thousand. */
const isDecimals = (whole: string, zeros: string): boolean =>
  zeros.length !== 3 || /^\d{4,}$/.test(whole) || (GROUPED.test(whole) && !GROUPED.test(`${whole}.${zeros}`));

/** Returns whether a spreadsheet program has shortened a number to something like 5.55E+14. */
export const isShortened = (cell: string): boolean => SCIENTIFIC.test(unwrapCell(cell));

/**
 * Returns whether a spreadsheet program has probably rounded a number: only zeros are left after the digits that it keeps. One in a
 * hundred real IDs of 17 digits looks like that too, so a person can say that it's right.
 */
export const looksRounded = (digits: string): boolean =>
  /^\d+$/.test(digits) && digits.length > KEPT_DIGITS && /^0+$/.test(digits.slice(KEPT_DIGITS));
