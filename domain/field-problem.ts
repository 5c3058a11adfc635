/**
 * Problems with a value that someone typed or sent. Each is a code with typed parameters rather than a sentence; i18n/refusals/
 * puts it into the reader's language when it is displayed.
 */
import type { NetworkName, ParentProfileNetwork } from './networks.js';

/** The parameters of a code that needs none. */
export type Nothing = Record<string, never>;

type Plain = string | number | boolean | null;

/** Codes for any kind of value. */
interface ValueProblems {
  required: Nothing;
  empty: Nothing;
  /** `expected`: the type as schemas name it, such as "string", "int", or "array". */
  wrong_type: { expected: string };
  one_of: { values: readonly Plain[] };
  too_short: { min: number; unit: 'characters' | 'items' };
  too_long: { max: number; unit: 'characters' | 'items' };
  too_small: { min: number };
  too_large: { max: number };
  number_out_of_range: { min: number; max: number };
  seconds_out_of_range: { min: number; max: number };
  wrong_format: Nothing;
  characters_not_allowed: Nothing;
  control_characters: Nothing;
  angle_brackets: Nothing;
  /** People would take the name for the address that an email comes from. */
  name_like_address: Nothing;
  /** It goes into emails, where it would become a link. */
  contains_link: Nothing;
  not_expected: Nothing;
  unknown_field: Nothing;
  not_an_email: Nothing;
  space_in_email: Nothing;
  character_in_email: { character: string };
  not_a_url: Nothing;
  not_an_id: Nothing;
  not_an_account_id: { network: NetworkName; example: string };
  /** `network`: the one that the ID is from. */
  id_of_other_network: { network: NetworkName };
  not_a_profile_id: { network: ParentProfileNetwork; example: string };
  not_an_idempotency_key: Nothing;
  not_a_time_zone: Nothing;
  not_a_cursor: Nothing;
  /** A spreadsheet turned the number into something like 5.55E+14. */
  rounded_number: Nothing;
  /** There are only zeros after the 15th digit, which is as many as a spreadsheet keeps. A person can confirm that they are right. */
  rounded_digits: Nothing;
}

/** Codes for points in time. */
interface TimeProblems {
  not_a_time: Nothing;
  year_out_of_range: { from: number; to: number };
  in_future: Nothing;
  after_detected_at: Nothing;
  before_gap: Nothing;
  not_before_end: Nothing;
  not_within_a_year: Nothing;
}

/** Codes for the choices made for people, accounts, keys, and transfers. */
interface ChoiceProblems {
  no_role: Nothing;
  role_twice: Nothing;
  several_administrator_roles: Nothing;
  unknown_role: Nothing;
  unknown_network: Nothing;
  no_scope: Nothing;
  not_an_account_status: Nothing;
  no_new_owner: Nothing;
  nothing_to_transfer: Nothing;
}

/** Codes for the days of a series. */
interface SeriesProblems {
  wrong_number_of_steps: { steps: number };
  step_days_not_whole: Nothing;
  series_days_not_whole: Nothing;
  first_step_waits: Nothing;
  step_days_not_rising: Nothing;
  series_too_short: { lastStepDay: number };
  series_too_long: { max: number };
}

/** Codes for an archive's public sign-in key. */
interface SignInKeyProblems {
  set_of_keys: Nothing;
  private_key: Nothing;
  unsupported_key: Nothing;
  key_not_for_signatures: Nothing;
  unsupported_key_algorithm: { algorithms: readonly string[] };
  key_id_too_long: { max: number };
  rsa_key_size: { min: number; max: number; bits: number };
  unsafe_rsa_exponent: Nothing;
  weak_key: Nothing;
  incomplete_key: Nothing;
}

/** Codes for a spreadsheet, or for one of its lines compared with what is in the archive. */
interface SheetProblems {
  not_a_sheet: Nothing;
  not_utf8: Nothing;
  empty_file: { columns: readonly string[] };
  unknown_column: { column: string; columns: readonly string[] };
  column_twice: { column: string };
  column_missing: { columns: readonly string[] };
  too_many_rows: { max: number };
  too_many_columns: { max: number };
  too_many_cells: Nothing;
  /** A line that came with a template. */
  example_line: Nothing;
  not_csv: Nothing;
  quote_not_closed: Nothing;
  line_too_long: Nothing;
  /** `name` is the person in the first line. */
  address_twice: { email: string; name: string; line: number; firstLine: number };
  account_twice: { network: NetworkName; networkAccountId: string; line: number; firstLine: number };
  new_primary_administrator: Nothing;
  primary_administrator_lost: Nothing;
  owner_has_accounts: Nothing;
  /** `keys`: what they are for. */
  has_api_keys: { keys: readonly string[] };
  unknown_owner: { email: string };
  not_an_account_owner: { email: string };
  /** `under`: the current owner's address; null when the owner isn't known. */
  owned_by_other_owner: { under: string | null; email: string };
  transfer_in_progress: Nothing;
  parent_profile_not_used: { network: NetworkName };
  unknown_parent_profile: { parentProfileId: string };
  parent_profile_of_other_network: {
    network: NetworkName;
    needed: ParentProfileNetwork;
    given: ParentProfileNetwork;
  };
  parent_profile_owned_by_other_owner: { email: string };
}

export interface FieldProblemParams
  extends ValueProblems, TimeProblems, ChoiceProblems, SeriesProblems, SignInKeyProblems, SheetProblems {}

export type FieldProblemCode = keyof FieldProblemParams;

/** A problem without its location. */
export type ValueProblem<C extends FieldProblemCode = FieldProblemCode> = {
  [K in C]: { code: K; params: FieldProblemParams[K] };
}[C];

/** A problem with a field of a request. `path`: for example "name", "signInKey", "disconnects.3.reason". */
export type FieldProblem = { path: string } & ValueProblem;

/** A problem in a file. `line`: the line number as editors count it. `field`: the column; null for the whole line. */
export type LineProblem = { line: number; field: string | null } & ValueProblem;
