/** Reads the ids that networks give to accounts and profiles, however they were copied: every form, file, and request comes through here. */
import { z } from 'zod';
import type { ValueProblem } from '../../domain/field-problem.js';
import type { NetworkName, ParentProfileNetwork } from '../../domain/networks.js';
import { isShortened, looksRounded, unwrapCell } from '../../domain/spreadsheet-cells.js';
import { ACCOUNT_IDS, otherNetworkOf, PROFILE_IDS, readId } from '../../networks/account-ids.js';
import type { IdForm } from '../../networks/account-id-forms.js';
import { TEXT } from './fields.js';
import { problem } from './problem.js';
import { invalid } from './validate.js';

/** Long enough for the address of a profile, with everything that a browser or an app appends to it. */
const LONGEST_TEXT = 1000;

/** An id as it was typed, pasted, or sent, before its network is considered. */
export const networkIdText = z
  .string()
  .max(LONGEST_TEXT)
  .transform((text) => text.replaceAll(/\p{Cf}/gu, '').trim())
  .pipe(
    z
      .string()
      .min(1)
      .regex(TEXT, { error: problem('control_characters') }),
  );

type Read = { id: string; problem: null } | { id: null; problem: ValueProblem };

/** Reads an account's id. Ids in JSON are strings, which no spreadsheet program has rounded. */
function readAccountId(network: NetworkName, text: string): Read {
  const form = ACCOUNT_IDS[network];
  return read(form, text, () => {
    const other = otherNetworkOf(network, text);
    return other
      ? { code: 'id_of_other_network', params: { network: other } }
      : { code: 'not_an_account_id', params: { network, example: form.example } };
  });
}

function read(form: IdForm, text: string, findProblem: () => ValueProblem): Read {
  const id = readId(form, text);
  return id === null ? { id, problem: findProblem() } : { id, problem: null };
}

/**
 * Reads an account's id in a cell of a spreadsheet, whose program may have rounded it.
 * @param confirmed whether a person looked at this line and says that its id really ends in zeros
 */
export function readAccountIdCell(network: NetworkName, cell: string, confirmed: boolean): Read {
  if (isShortened(cell)) return { id: null, problem: { code: 'rounded_number', params: {} } };
  if (!confirmed && isRoundedCell(cell)) return { id: null, problem: { code: 'rounded_digits', params: {} } };
  return readAccountId(network, cell);
}

/** Returns whether a person has to confirm that the id in this cell really ends in zeros. */
export const isRoundedCell = (cell: string): boolean => looksRounded(unwrapCell(cell));

/** @throws {Refusal} `invalid_request` */
export function requireAccountId(network: NetworkName, text: string): string {
  return required(readAccountId(network, text), 'networkAccountId');
}

/** @throws {Refusal} `invalid_request` */
export function requireProfileId(network: ParentProfileNetwork, text: string): string {
  const form = PROFILE_IDS[network];
  const found = read(form, text, () => ({ code: 'not_a_profile_id', params: { network, example: form.example } }));
  return required(found, 'networkProfileId');
}

function required({ id, problem: found }: Read, path: string): string {
  if (id === null) throw invalid([{ path, ...found }]);
  return id;
}

/** Returns the id in its network's own spelling, if that differs from the text. */
export function canonicalAccountId(network: NetworkName, text: string): string | undefined {
  const { id } = readAccountId(network, text);
  return id === null || id === text ? undefined : id;
}
