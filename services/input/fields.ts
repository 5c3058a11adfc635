/** The kinds of fields that requests and responses consist of. */
import { z } from 'zod';
import { REASON_LENGTH } from '../../domain/limits.js';
import { isAllowedTime, isTimeZone, YEARS } from '../../domain/local-time.js';
import { parseAddress } from '../../domain/email-address.js';
import { ID_PATTERN, MAX_ID_LENGTH } from '../../domain/ids.js';
import { LOCALES } from '../../domain/locales.js';
import { containsLink } from '../../domain/link-text.js';
import { isShortened } from '../../domain/spreadsheet-cells.js';
import { cleanText } from '../../domain/visible-text.js';
import { issueOf, problem } from './problem.js';

/**
 * Text without control characters, line breaks, marks that change the direction of text, and unpaired surrogates. In a name, these
 * could forge headers or log lines, or make it look like another name.
 */
// oxlint-disable-next-line no-control-regex -- these are the characters to reject
export const TEXT = /^[^\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uD800-\uDFFF\uFEFF]*$/u;

/** Text that people read. Invisible characters are cleaned away, and text of nothing else counts as blank. */
const text = (max: number) =>
  z
    .string()
    .overwrite(cleanText)
    .trim()
    .min(1)
    .max(max)
    .regex(TEXT, { error: problem('control_characters') });

/**
 * Text that someone writes and others read: in emails, and in the files of gaps, where spreadsheet programs make links, too. It must never
 * lead anywhere. There is no free text without this rule, so none has to be looked after when an email begins to repeat it.
 */
export const freeText = (max: number) =>
  text(max).refine((value) => value.length > max || !containsLink(value), { error: problem('contains_link') });

export const name = freeText(200);
export const reasonText = freeText(REASON_LENGTH);

/** An email address, in the one form under which it is kept and compared. */
export const email = z
  .string()
  .trim()
  .max(254)
  .transform((typed, context) => {
    const { address, problem: found } = parseAddress(typed);
    if (found) context.addIssue(issueOf(found));
    return address ?? typed;
  });

/** IDs are opaque, so only their characters and their length are checked. */
export const id = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH)
  .regex(ID_PATTERN, { error: problem('not_an_id') });

/** An ID from a spreadsheet cell, refused when the spreadsheet program has rounded it. */
export const unrounded = <S extends z.ZodType<string, string>>(schema: S) =>
  z
    .string()
    .refine((cell) => !isShortened(cell), { error: problem('rounded_number') })
    .pipe(schema);

/**
 * Writes a time as RFC 3339 does. Facebook writes `2026-11-27T10:00:00+0000`, PostgreSQL `2026-11-27 10:00:00+00`, and Python
 * leaves lower case alone.
 */
const asRfc3339 = (time: string) =>
  time
    .trim()
    .toUpperCase()
    .replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T')
    .replace(/(?<=:\d{2}(?:\.\d+)?) ?([+-]\d{2})$/, '$1:00')
    .replace(/(?<=:\d{2}(?:\.\d+)?) ?([+-]\d{2}):?(\d{2})$/, '$1:$2');

export const instant = z
  .string()
  .overwrite(asRfc3339)
  .meta({ format: 'date-time' })
  .pipe(z.iso.datetime({ offset: true, error: problem('not_a_time') }))
  .transform((value) => new Date(value))
  .refine((date) => isAllowedTime(date.getTime()), { error: problem('year_out_of_range', YEARS) });

export const locale = z.enum(LOCALES);

export const timeZone = z
  .string()
  .max(64)
  // Offsets such as "+02:00" count as time zones too, but they have no daylight saving time.
  .refine((zone) => /^[A-Za-z]/.test(zone) && isTimeZone(zone), { error: problem('not_a_time_zone') });

/** A boolean in a query string. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A time in a response. */
export const instantOut = z.iso.datetime();
export const iso = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
