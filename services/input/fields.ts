/** The kinds of fields that requests and answers are made of. */
import { z } from 'zod';
import { REASON_LENGTH } from '../../domain/limits.js';
import { isAllowedTime, isTimeZone, YEARS } from '../../domain/local-time.js';
import { ID_PATTERN, LONGEST_ID } from '../../domain/ids.js';
import { LOCALES } from '../../domain/locales.js';
import { problem } from './problem.js';

/**
 * Control characters, line breaks, marks that turn the direction of text, and halves of characters: in a name they forge headers,
 * lines of logs and the look of other names.
 */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
export const TEXT = /^[^\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uD800-\uDFFF\uFEFF]*$/u;

export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(TEXT, { error: problem('control_characters') });

export const name = text(200);
export const reasonText = text(REASON_LENGTH);

export const email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: problem('not_an_email') }));

/** Ids are opaque; what cannot be one is one that does not exist. */
export const id = z
  .string()
  .min(1)
  .max(LONGEST_ID)
  .regex(ID_PATTERN, { error: problem('not_an_id') });

/** A network's own id: printable ASCII, as all networks have them. */
export const networkId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, { error: problem('not_a_network_id') });

/** Excel shows 555123456789012 as 5.55E+14, and saves what it shows. */
const ROUNDED = /^\d([.,]\d+)?E\+\d+$/i;

/** An id from a cell of a spreadsheet. */
export const unrounded = <S extends z.ZodType<string, string>>(schema: S) =>
  z
    .string()
    .refine((cell) => !ROUNDED.test(cell.trim()), { error: problem('rounded_number') })
    .pipe(schema);

export const instant = z.iso
  .datetime({ offset: true, error: problem('not_a_time') })
  .transform((value) => new Date(value))
  .refine((date) => isAllowedTime(date.getTime()), { error: problem('year_out_of_range', YEARS) });

export const locale = z.enum(LOCALES);

export const timeZone = z
  .string()
  .max(64)
  // Offsets such as "+02:00" are time zones too, but know no daylight saving.
  .refine((zone) => /^[A-Za-z]/.test(zone) && isTimeZone(zone), { error: problem('not_a_time_zone') });

/** In a query string. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** In answers. */
export const instantOut = z.iso.datetime();
export const iso = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
