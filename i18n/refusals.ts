/**
 * Sentences about refused requests. People read them on pages in their own language; programs and operators read them
 * in English, in the API's terms. A code without a message is a compile-time error, and so is a message with a
 * parameter that its code doesn't have.
 */
import type { FieldProblemCode, FieldProblemParams, ValueProblem } from '../domain/field-problem.js';
import type { Locale } from '../domain/locales.js';
import { NETWORK_NAMES, NETWORKS, PROVIDER_LABELS } from '../domain/networks.js';
import type { Permission } from '../domain/permissions.js';
import type { RefusalCode, RefusalData, RefusalParams } from '../domain/refusal.js';
import { ROLES } from '../domain/roles.js';
import type { TransferError, TransferProblem } from '../domain/transfers.js';
import { afterColon } from './after-colon.js';
import { messagesIn, type Messages } from './index.js';
import { formatChoice, formatList, listQuoted } from './lists.js';
import { formatMessage, type Message } from './format-message.js';
import { shownAddress } from './shown-address.js';

export type Reader = Locale | 'api';

const localeOf = (reader: Reader): Locale => (reader === 'api' ? 'en' : reader);
/** Selects the wording where the pages and the API differ. */
const placeOf = (reader: Reader) => (reader === 'api' ? 'api' : 'page');

/** An address in a sentence is written as its owner writes it. */
const withShownAddress = <P extends object>(params: P): P =>
  'email' in params && typeof params.email === 'string' ? { ...params, email: shownAddress(params.email) } : params;

const plainField = <C extends FieldProblemCode>(
  words: { [K in C]: Message<FieldProblemParams[K]> },
  { code, params }: { code: C; params: FieldProblemParams[C] },
): string => formatMessage(words[code], withShownAddress(params));

const plainRefusal = <C extends RefusalCode>(
  words: { [K in C]: Message<RefusalParams[K]> },
  { code, params }: { code: C; params: RefusalParams[C] },
): string => formatMessage(words[code], withShownAddress(params));

export function fieldSentence(reader: Reader, problem: ValueProblem): string {
  const locale = localeOf(reader);
  const { refusals, networks, roles } = messagesIn(locale);
  const words = refusals.fields;
  const choice = (values: readonly string[]) => formatChoice(values, locale);
  switch (problem.code) {
    case 'wrong_type':
      return typeSentence(words.wrong_type, problem.params.expected);
    case 'one_of':
      return words.one_of({ values: choice(problem.params.values.map((value) => JSON.stringify(value))) });
    case 'too_short':
      return words.too_short[problem.params.unit]({ min: problem.params.min });
    case 'too_long':
      return words.too_long[problem.params.unit]({ max: problem.params.max });
    case 'not_an_account_id':
      return formatMessage(words.not_an_account_id[problem.params.network], problem.params);
    case 'id_of_other_network':
      return words.id_of_other_network[problem.params.network];
    case 'not_a_profile_id':
      return formatMessage(words.not_a_profile_id[problem.params.network], problem.params);
    case 'rounded_digits':
    case 'not_a_cursor':
    case 'not_a_time':
    case 'no_scope':
    case 'not_an_account_status':
    case 'no_new_owner':
      return words[problem.code][placeOf(reader)];
    case 'year_out_of_range':
      return words.year_out_of_range({ from: String(problem.params.from), to: String(problem.params.to) });
    case 'unknown_role':
      return words.unknown_role({ roles: choice(ROLES.map((role) => roles[role])) });
    case 'unknown_network':
      return words.unknown_network({ networks: choice(NETWORK_NAMES.map((network) => networks[network].label)) });
    case 'unsupported_key_algorithm':
      return words.unsupported_key_algorithm({ algorithms: choice(problem.params.algorithms) });
    case 'empty_file':
      return words.empty_file({ columns: problem.params.columns.join(',') });
    case 'unknown_column':
      return words.unknown_column({ ...problem.params, columns: listAll(problem.params.columns, locale) });
    case 'column_missing': {
      const { columns } = problem.params;
      return words.column_missing({ n: columns.length, columns: listAll(columns, locale) });
    }
    case 'has_api_keys':
      return words.has_api_keys({ keys: listQuoted(problem.params.keys, locale) });
    case 'account_twice':
      return words.account_twice({ ...problem.params, account: networks[problem.params.network].account });
    case 'owned_by_other_owner': {
      const { under, email } = withShownAddress(problem.params);
      const { named, unnamed } = words.owned_by_other_owner;
      return under === null ? unnamed({ email }) : named({ under, email });
    }
    case 'parent_profile_not_used':
      return words.parent_profile_not_used({ account: networks[problem.params.network].account });
    case 'parent_profile_of_other_network':
      return words.parent_profile_of_other_network(profileNeeded(problem.params, locale));
    default:
      return plainField(words, problem);
  }
}

/** No person can type a value of any type that isn't named here. */
function typeSentence({ other, ...named }: Messages['refusals']['fields']['wrong_type'], expected: string): string {
  const words = new Map(Object.entries({ ...named, record: named.object }));
  return words.get(expected) ?? other;
}

const listAll = (names: readonly string[], locale: Locale) => formatList(names, locale, Infinity);

const profileNeeded = (
  { network, needed, given }: RefusalParams['parent_profile_of_other_network'],
  locale: Locale,
) => ({
  account: messagesIn(locale).networks[network].account,
  needed: PROVIDER_LABELS[needed],
  given: PROVIDER_LABELS[given],
});

/** "read the Page’s posts and read what visitors post on the Page". */
const permissionList = (permissions: readonly Permission[], locale: Locale) =>
  listAll(
    permissions.map((permission) => messagesIn(locale).permissions[permission]),
    locale,
  );

export function refusalSentence(reader: Reader, refusal: RefusalData): string {
  const locale = localeOf(reader);
  const { refusals, networks } = messagesIn(locale);
  const words = { ...refusals.requests, ...refusals.archive, ...refusals.reconnecting };
  const place = placeOf(reader);
  const identity = (account: RefusalParams['owned_by_other_owner']['account']) => ({
    name: account.name,
    network: networks[account.network].label,
  });
  switch (refusal.code) {
    case 'forbidden':
      return words.forbidden[refusal.params.audience];
    case 'cross_site_request':
    case 'too_many_requests':
    case 'body_too_large':
      return words[refusal.code][refusal.params.to];
    case 'unsupported_media_type':
      return refusal.params.wrong === 'type'
        ? words.unsupported_media_type.type({ accepts: refusal.params.accepts })
        : words.unsupported_media_type[refusal.params.wrong];
    case 'json_too_long':
      return words.json_too_long[refusal.params.of]({ max: refusal.params.max });
    case 'body_incomplete':
      return words.body_incomplete[refusal.params.why];
    case 'fresh_sign_in_required':
    case 'bad_request':
    case 'idempotency_key_in_use':
    case 'idempotency_key_reused':
    case 'may_not_sign_in':
    case 'account_connected':
      return words[refusal.code][place];
    case 'set_by_operator':
      return words.set_by_operator[place][refusal.params.setting];
    case 'invalid_request':
      return invalidRequest(reader, refusal.params);
    case 'not_found':
      return words.not_found[refusal.params.what];
    case 'too_many_streams':
      return refusal.params.of === 'everybody'
        ? words.too_many_streams.everybody
        : words.too_many_streams[refusal.params.of]({ max: refusal.params.max });
    case 'owner_has_accounts': {
      const { accounts, parentProfiles, both } = words.owner_has_accounts;
      const { accountCount, parentProfileCount } = refusal.params;
      if (parentProfileCount === 0) return accounts({ accountCount });
      return accountCount === 0 ? parentProfiles({ parentProfileCount }) : both(refusal.params);
    }
    case 'has_api_keys':
      return words.has_api_keys({
        count: refusal.params.apiKeys.length,
        keys: listQuoted(
          refusal.params.apiKeys.map(({ name }) => name),
          locale,
        ),
      });
    case 'primary_administrator_required':
      return words.primary_administrator_required[refusal.params.before];
    case 'address_undeliverable':
      return formatMessage(words.address_undeliverable[place], refusal.params);
    case 'series_settings': {
      const [first] = refusal.params.errors;
      const { nothing, because } = words.series_settings;
      return first ? because({ problem: fieldSentence(reader, first) }) : nothing;
    }
    case 'import_invalid':
      return importInvalid(reader, refusal.params);
    case 'already_in_archive':
    case 'parent_profile_already_in_archive':
      return words[refusal.code][refusal.params.elsewhere ? 'elsewhere' : 'here'];
    case 'account_inactive':
      if (place === 'page') return words.account_inactive.page;
      return refusal.params.during === 'reconnect'
        ? words.account_inactive.reconnect(identity(refusal.params.account))
        : words.account_inactive[refusal.params.during];
    case 'parent_profile_not_used':
      return words.parent_profile_not_used({ account: networks[refusal.params.network].account });
    case 'parent_profile_of_other_network':
      return words.parent_profile_of_other_network(profileNeeded(refusal.params, locale));
    case 'transfer_in_progress':
      return refusal.params.of === 'named'
        ? words.transfer_in_progress.named({ name: refusal.params.name })
        : words.transfer_in_progress[refusal.params.of];
    case 'transfer_impossible':
    case 'transfer_invalid':
      return nothingTransferred(reader, refusal.params);
    case 'owned_by_other_owner':
      return words.owned_by_other_owner[refusal.params.transferred ? 'transferred' : 'other'](
        identity(refusal.params.account),
      );
    case 'parent_profile_owned_by_other_owner':
      return refusal.params.during === 'reconnect'
        ? words.parent_profile_owned_by_other_owner.reconnect({ name: refusal.params.name })
        : words.parent_profile_owned_by_other_owner.adding;
    case 'wrong_identity':
    case 'not_managed':
      return words[refusal.code]({ signedInAs: refusal.params.signedInAs, ...identity(refusal.params.account) });
    case 'nothing_authorized': {
      const { signedInAs, network } = refusal.params;
      return words.nothing_authorized({ signedInAs, account: networks[network].account });
    }
    case 'permission_missing': {
      const { signedInAs, network, account, missing } = refusal.params;
      const said = { signedInAs, missing: permissionList(missing, locale) };
      return account
        ? words.permission_missing.account({ ...said, ...identity(account) })
        : words.permission_missing.any({ ...said, account: networks[network].account });
    }
    case 'page_role_missing':
      return words.page_role_missing({ signedInAs: refusal.params.signedInAs, ...identity(refusal.params.account) });
    case 'instagram_not_professional':
      return words.instagram_not_professional({ signedInAs: refusal.params.signedInAs });
    case 'network_not_configured': {
      const provider = PROVIDER_LABELS[NETWORKS[refusal.params.network].provider];
      return words.network_not_configured[place]({ provider });
    }
    case 'disconnect_closed': {
      if (place === 'page') return words.disconnect_closed.page;
      const { closedAs } = refusal.params;
      return closedAs === null ? words.disconnect_closed.closed : words.disconnect_closed.closedAs({ closedAs });
    }
    case 'not_a_disconnect': {
      const { why, verdict } = refusal.params;
      return words.not_a_disconnect[why === 'just_connected' ? why : verdict];
    }
    case 'bad_signature':
      return refusal.params.from === 'google'
        ? words.bad_signature.google[refusal.params.why]
        : words.bad_signature[refusal.params.from];
    default:
      return plainRefusal(words, refusal);
  }
}

function invalidRequest(
  reader: Reader,
  { errors: [first, ...rest], complete }: RefusalParams['invalid_request'],
): string {
  const words = messagesIn(localeOf(reader)).refusals.requests.invalid_request;
  if (!first) return words.nothing;
  const said = { path: first.path, problem: fieldSentence(reader, first), more: rest.length };
  if (reader !== 'api') return words.page(said);
  const [one, andMore, andAtLeast] =
    first.path === ''
      ? [words.whole, words.wholeAndMore, words.wholeAndAtLeast]
      : [words.field, words.fieldAndMore, words.fieldAndAtLeast];
  if (rest.length === 0) return one(said);
  return complete ? andMore(said) : andAtLeast(said);
}

function importInvalid(reader: Reader, { errors, complete }: RefusalParams['import_invalid']): string {
  const words = messagesIn(localeOf(reader)).refusals.archive.import_invalid;
  const [first, ...rest] = errors;
  if (!first) return words.nothing;
  const problem = afterColon(fieldSentence(reader, first), localeOf(reader));
  const said = { line: first.line, problem, more: rest.length };
  if (rest.length === 0) return words.line(said);
  return complete ? words.lineAndMore(said) : words.lineAndAtLeast(said);
}

function nothingTransferred(
  reader: Reader,
  { problems: [first, ...rest] }: RefusalParams['transfer_impossible'],
): string {
  const words = messagesIn(localeOf(reader)).refusals.transfers;
  if (!first) return words.nothing;
  const said = { problem: transferProblemSentence(reader, first), more: rest.length };
  return rest.length === 0 ? words.because(said) : words.becauseOfMore(said);
}

/** Explains why one item prevents its transfer. */
export const transferProblemSentence = (
  reader: Reader,
  { kind, code }: Pick<TransferProblem, 'kind' | 'code'>,
): string => messagesIn(localeOf(reader)).refusals.transfers.problems[kind][code];

/** Explains how a transfer that moved nothing ended. */
export const transferErrorSentence = (reader: Reader, { code }: TransferError): string =>
  messagesIn(localeOf(reader)).refusals.transfers.errors[code];
