/** What is wrong with a value, and what to give. */
import { NETWORKS } from '../../../domain/networks.js';
import type { FieldSentences } from '../sentences.js';
import { number } from './numbers.js';

const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

/** "1 character", "3 items": of the unit's plural. */
const amount = (n: number, units: string) => `${n} ${n === 1 ? units.slice(0, -1) : units}`;

export const FIELDS: FieldSentences = {
  required: () => 'This field is required.',
  empty: () => 'This must not be empty.',
  wrong_type: ({ expected }) => `Give ${article(expected)}.`,
  one_of: ({ values }) =>
    `Give ${values.length === 1 ? '' : 'one of '}${values.map((value) => JSON.stringify(value)).join(', ')}.`,
  too_short: ({ min, unit }) => `Give at least ${amount(min, unit)}.`,
  too_long: ({ max, unit }) => `Give at most ${amount(max, unit)}.`,
  too_small: ({ min }) => `Give at least ${min}.`,
  too_large: ({ max }) => `Give at most ${max}.`,
  number_out_of_range: ({ min, max }) => `Give a number from ${min} to ${max}.`,
  seconds_out_of_range: ({ min, max }) => `Give seconds, from ${min} to ${max}.`,
  wrong_format: () => 'This is not in the expected format.',
  characters_not_allowed: () => 'This contains characters that are not allowed here.',
  control_characters: () => 'Leave out line breaks, control characters and marks of writing direction.',
  angle_brackets: () => 'Leave out < and >: in an email they mark the address.',
  not_expected: () => 'This is none of what is expected here.',
  unknown_field: () => 'There is no such field. Remove it.',
  not_an_email: () => 'Give an email address, e.g. name@example.org.',
  not_a_url: () => 'Give a URL.',
  not_an_id: () => 'This is not an id of Relink.',
  not_a_network_id: () => 'Give the id that the network itself uses, without spaces.',
  not_an_idempotency_key: () => 'Give 1 to 255 visible ASCII characters, e.g. a UUID.',
  not_a_time_zone: () => 'Give a time zone of the IANA database, e.g. "America/Chicago".',
  not_a_cursor: () => 'Give the nextCursor of the page before, as it was.',
  rounded_number: () =>
    'This looks like a number that a spreadsheet has rounded. Format the column as text and export it again.',

  not_a_time: () => 'Give a time with its zone, e.g. 2026-03-01T09:30:00Z.',
  year_out_of_range: ({ from, to }) => `Give a time between the years ${from} and ${to}.`,
  in_future: () => 'Give a time that is not in the future.',
  after_detected_at: () => 'Give a time that is not after detectedAt.',
  before_gap: () => 'Give a time that is not before the gap in the record began.',
  not_before_end: () => 'Give a time before the end of the period.',
  not_within_a_year: () => 'Give a time in the future, at most a year from now.',

  no_role: () => 'Give at least one role.',
  role_twice: () => 'Name each role once.',
  several_administrator_roles: () => 'A person has one administrator’s role at most. Give one of them.',
  unknown_role: () =>
    'Write Account Owner, Primary Administrator, Full Access System Administrator or Read Only System Administrator, and a semicolon between two roles.',
  no_scope: () => 'Give at least one scope.',
  not_an_account_status: () => 'Give "inactive" with a reason, or "disconnected" to take that back.',
  no_new_owner: () =>
    'Give the new Account Owner: toOwnerId, or toOwner with name and email for somebody who is not in the archive yet.',
  nothing_to_transfer: () => 'Choose at least one account or Parent Profile.',

  wrong_number_of_steps: ({ steps }) => `Give ${steps} numbers, one for each email of a series.`,
  step_days_not_whole: () => 'Give whole numbers of days.',
  series_days_not_whole: () => 'Give a whole number of days.',
  first_step_waits: () => 'Begin with 0: the first email is sent as soon as possible.',
  step_days_not_rising: () => 'Give days that rise: each email must be later than the one before.',
  series_too_short: ({ lastStepDay }) =>
    `Give more than ${lastStepDay}, the day of the last email: the next series begins after it.`,
  series_too_long: ({ max }) => `Give at most ${max}: a series lasts a year at most.`,

  set_of_keys: () => 'This is a set of keys. Give one of them.',
  private_key: () =>
    'This is a private key, which nobody else may ever have. Make a new pair, and give its public key.',
  unsupported_key: () =>
    'Give a public key of one of these kinds: EC with the curve P-256, OKP with Ed25519, or RSA with 2048 bits or more.',
  key_not_for_signatures: () => 'This key is not for signatures: its "use" must be "sig".',
  unsupported_key_algorithm: ({ algorithms }) =>
    `The "alg" of this kind of key must be one of ${algorithms.join(', ')}.`,
  key_id_too_long: ({ max }) => `The "kid" must be a text of at most ${max} characters.`,
  rsa_key_size: ({ min, max, bits }) => `An RSA key must have ${min} to ${max} bits; this one has ${bits}.`,
  unsafe_rsa_exponent: () => 'The exponent "e" of this RSA key is not safe.',
  incomplete_key: () => 'This is not a complete public key: a number in it is missing or wrong.',

  not_a_sheet: () => 'Send the spreadsheet as the body, with Content-Type text/csv.',
  not_utf8: () => 'The file is not in UTF-8. Save it in the spreadsheet program as "CSV UTF-8" and try again.',
  empty_file: ({ columns }) => `The file is empty. Its first line names the columns: ${columns.join(',')}.`,
  unknown_column: ({ column, columns }) => `There is no column "${column}". The columns are ${columns.join(', ')}.`,
  column_twice: ({ column }) => `The column ${column} is there twice. Remove one of them.`,
  column_missing: ({ columns }) => `The column ${columns.join(', ')} is missing. Add it to the header.`,
  too_many_rows: ({ max }) =>
    `The file has more than ${number(max)} rows below its header, empty ones included. Send it in several files, each with the header.`,
  too_many_cells: () =>
    'This line has more cells than the header has columns. Put cells that contain the delimiter in quotes.',
  not_csv: () => 'This line is not CSV.',
  quote_not_closed: () => 'A quote opens in this line and does not close before the end of the file. Close it.',
  quote_within_cell: () => 'There is a quote within a cell. Put the whole cell in quotes, and write the quote twice.',
  text_after_quote: () => 'There is text behind a closing quote. To have a quote within a cell, write it twice.',
  line_too_long: () => 'This line is far too long. Look for a quote that does not close.',
  address_twice: ({ email, line, firstLine }) =>
    `The address ${email} is in line ${firstLine} already (lines ${firstLine} and ${line}). Keep one of them.`,
  account_twice: ({ network, networkAccountId, line, firstLine }) =>
    `The account ${networkAccountId} of ${network} is in line ${firstLine} already (lines ${firstLine} and ${line}). Keep one of them.`,
  second_primary_administrator: ({ line, firstLine }) =>
    `Line ${firstLine} names a Primary Administrator too (lines ${firstLine} and ${line}). An archive has exactly one.`,
  primary_administrator_lost: () =>
    'This user is the Primary Administrator, and no line names another one. Name one, or leave this user the role.',
  owner_has_accounts: () =>
    'This Account Owner has accounts or Parent Profiles. Transfer them first, or keep the role account_owner.',
  unknown_owner: ({ email }) => `There is no user ${email} in this archive. Add this Account Owner first.`,
  not_an_account_owner: ({ email }) => `${email} is not an Account Owner. Give this user the role account_owner first.`,
  owned_by_other_owner: ({ under, email }) =>
    `This account is in the archive under ${under ?? 'another Account Owner'}. Transfer it to ${email} to move it.`,
  transfer_in_progress: () => 'This is being transferred to another Account Owner. Try again in a minute.',
  parent_profile_not_used: ({ network }) =>
    `Accounts of ${NETWORKS[network].label} sign in by themselves. Leave this cell empty.`,
  unknown_parent_profile: ({ parentProfileId }) =>
    `There is no Parent Profile ${parentProfileId} in this archive. Add it first.`,
  parent_profile_of_other_network: ({ network, needed, given }) =>
    `${NETWORKS[network].label} needs a Parent Profile of ${needed}, this is one of ${given}.`,
  parent_profile_owned_by_other_owner: ({ email }) =>
    `This Parent Profile is under another Account Owner. Transfer it first, or use one of ${email}.`,
};
