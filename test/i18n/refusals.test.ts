/** Every refusal has a sentence in each language, from the same parameters. */
import { describe, expect, test } from '@jest/globals';
import type { FieldProblemCode, FieldProblemParams, ValueProblem } from '../../domain/field-problem.js';
import { LOCALES } from '../../domain/locales.js';
import { NETWORK_NAMES, PARENT_PROFILE_NETWORKS } from '../../domain/networks.js';
import { isRefusal, Refusal, type RefusalCode, type RefusalData, type RefusalParams } from '../../domain/refusal.js';
import { problemOf } from '../../http/problem.js';
import { fieldSentence, refusalSentence, type Reader } from '../../i18n/refusals.js';

/** Each code with parameters, or with several sets if they select the sentence. */
type Samples<Params> = { [C in keyof Params]: readonly Params[C][] };

const account = { network: 'facebook_page' as const, name: 'Riverside' };
const holder = { name: 'Ann', archive: 'City of Fairview', archiveId: 'arc_1' };
const page = { network: 'facebook_page' as const, needed: 'facebook' as const, given: 'linkedin' as const };
const twice = { line: 9, firstLine: 4 };

const FIELDS: Samples<FieldProblemParams> = {
  required: [{}],
  empty: [{}],
  wrong_type: [{ expected: 'string' }, { expected: 'int' }, { expected: 'date' }],
  one_of: [{ values: ['a'] }, { values: ['a', 2, true] }],
  too_short: [
    { min: 1, unit: 'items' },
    { min: 2, unit: 'characters' },
  ],
  too_long: [
    { max: 1, unit: 'characters' },
    { max: 2, unit: 'items' },
  ],
  too_small: [{ min: 0.01 }],
  too_large: [{ max: 366 }],
  number_out_of_range: [{ min: 1, max: 200 }],
  seconds_out_of_range: [{ min: 0, max: 30 }],
  wrong_format: [{}],
  characters_not_allowed: [{}],
  control_characters: [{}],
  angle_brackets: [{}],
  name_like_address: [{}],
  contains_link: [{}],
  not_expected: [{}],
  unknown_field: [{}],
  not_an_email: [{}],
  space_in_email: [{}],
  character_in_email: [{ character: ',' }],
  not_a_url: [{}],
  not_an_id: [{}],
  not_an_account_id: NETWORK_NAMES.map((network) => ({ network, example: '1363540' })),
  id_of_other_network: NETWORK_NAMES.map((network) => ({ network })),
  not_a_profile_id: PARENT_PROFILE_NETWORKS.map((network) => ({ network, example: 'yrZCpj2Z12' })),
  not_an_idempotency_key: [{}],
  not_a_time_zone: [{}],
  not_a_cursor: [{}],
  rounded_number: [{}],
  rounded_digits: [{}],
  not_a_time: [{}],
  year_out_of_range: [{ from: 1970, to: 2200 }],
  in_future: [{}],
  after_detected_at: [{}],
  before_gap: [{}],
  not_before_end: [{}],
  not_within_a_year: [{}],
  no_role: [{}],
  role_twice: [{}],
  several_administrator_roles: [{}],
  unknown_role: [{}],
  unknown_network: [{}],
  no_scope: [{}],
  not_an_account_status: [{}],
  no_new_owner: [{}],
  nothing_to_transfer: [{}],
  wrong_number_of_steps: [{ steps: 6 }],
  step_days_not_whole: [{}],
  series_days_not_whole: [{}],
  first_step_waits: [{}],
  step_days_not_rising: [{}],
  series_too_short: [{ lastStepDay: 22 }],
  series_too_long: [{ max: 366 }],
  set_of_keys: [{}],
  private_key: [{}],
  unsupported_key: [{}],
  key_not_for_signatures: [{}],
  unsupported_key_algorithm: [{ algorithms: ['ES256'] }],
  key_id_too_long: [{ max: 200 }],
  rsa_key_size: [{ min: 2048, max: 8192, bits: 1024 }],
  unsafe_rsa_exponent: [{}],
  weak_key: [{}],
  incomplete_key: [{}],
  not_a_sheet: [{}],
  not_utf8: [{}],
  empty_file: [{ columns: ['name', 'email'] }],
  unknown_column: [{ column: 'nombre', columns: ['name', 'email'] }],
  column_twice: [{ column: 'name' }],
  column_missing: [{ columns: ['email', 'roles'] }],
  too_many_rows: [{ max: 20_000 }],
  too_many_columns: [{ max: 200 }],
  too_many_cells: [{}],
  example_line: [{}],
  not_csv: [{}],
  quote_not_closed: [{}],
  line_too_long: [{}],
  address_twice: [{ email: 'a@b.example', name: 'Ann', ...twice }],
  account_twice: [{ network: 'x', networkAccountId: '77', ...twice }],
  new_primary_administrator: [{}],
  primary_administrator_lost: [{}],
  owner_has_accounts: [{}],
  has_api_keys: [{ keys: ['Capture'] }, { keys: ['Capture', 'Nightly report'] }],
  unknown_owner: [{ email: 'a@b.example' }],
  not_an_account_owner: [{ email: 'a@b.example' }],
  owned_by_other_owner: [
    { under: null, email: 'a@b.example' },
    { under: 'c@d.example', email: 'a@b.example' },
  ],
  transfer_in_progress: [{}],
  parent_profile_not_used: [{ network: 'youtube' }],
  unknown_parent_profile: [{ parentProfileId: 'pp_1' }],
  parent_profile_of_other_network: [page],
  parent_profile_owned_by_other_owner: [{ email: 'a@b.example' }],
};

const email = { path: 'email', code: 'not_an_email', params: {} } as const;
const line = { line: 3, field: 'email', code: 'not_an_email', params: {} } as const;
const transferred = [
  { kind: 'account', id: 'a_1', code: 'already_theirs' },
  { kind: 'parent_profile', id: 'pp_1', code: 'transfer_in_progress' },
] as const;

const REFUSALS: Samples<RefusalParams> = {
  authentication_required: [{}],
  invalid_api_key: [{}],
  forbidden: (['managers', 'administrators', 'everyone', 'nobody', 'api_keys'] as const).map((audience) => ({
    audience,
  })),
  fresh_sign_in_required: [{}],
  scope_missing: [{ scope: 'act' }],
  acting_user_required: [{}],
  cross_site_request: [{ to: 'api' }, { to: 'page' }],
  loopback_only: [{}],
  too_many_requests: [{ to: 'api' }, { to: 'page' }],
  method_not_allowed: [{ methods: 'GET, HEAD' }],
  unsupported_media_type: [{ wrong: 'type', accepts: 'text/csv' }, { wrong: 'encoding' }, { wrong: 'charset' }],
  body_too_large: [{ to: 'api' }, { to: 'page' }],
  body_incomplete: [{ why: 'ended_early' }, { why: 'wrong_length' }],
  malformed_json: [{}],
  json_too_deep: [{ levels: 50 }],
  json_too_long: [
    { of: 'object', max: 200 },
    { of: 'body', max: 2000 },
  ],
  bad_request: [{}],
  headers_too_large: [{}],
  request_timeout: [{}],
  expectation_failed: [{}],
  invalid_request: [
    { errors: [email], complete: true },
    ...[true, false].flatMap((complete) => [
      { errors: [email, { ...email, path: '' }], complete },
      { errors: [{ ...email, path: '' }, email], complete },
    ]),
  ],
  idempotency_key_in_use: [{}],
  idempotency_key_reused: [{}],
  not_found: (
    [
      'account',
      'account_owner',
      'address',
      'api_key',
      'disconnect',
      'parent_profile',
      'resource',
      'session',
      'surge_hold',
      'transfer',
      'user',
    ] as const
  ).map((what) => ({ what })),
  too_many_streams: [{ of: 'caller', max: 12 }, { of: 'archive', max: 100 }, { of: 'everybody' }],
  temporarily_unavailable: [{}],
  internal_error: [{ requestId: 'r' }],
  email_taken: [{ email: 'a@b.example', name: 'Ann' }],
  owner_has_accounts: [{ accountCount: 1, parentProfileCount: 2 }],
  has_api_keys: [
    { apiKeyIds: ['key_1'], apiKeys: [{ id: 'key_1', name: 'Capture', hint: 'abcd' }] },
    {
      apiKeyIds: ['key_1', 'key_2'],
      apiKeys: [
        { id: 'key_1', name: 'Capture', hint: 'abcd' },
        { id: 'key_2', name: 'Nightly report', hint: 'efgh' },
      ],
    },
  ],
  cannot_have_api_keys: [{}],
  primary_administrator_required: [{ before: 'other_role' }, { before: 'removal' }],
  not_an_account_owner: [{}],
  may_not_sign_in: [{}],
  set_by_operator: [{ setting: 'name' }, { setting: 'productName' }],
  sender_name_taken: [{}],
  address_undeliverable: [{ emailState: 'bounced' }],
  series_settings: [{ errors: [{ path: 'stepDays', code: 'step_days_not_rising', params: {} }] }],
  api_key_shown_once: [{ apiKeyId: 'k_1' }],
  import_invalid: [
    { errors: [line], complete: true },
    { errors: [line, line], complete: false },
  ],
  already_in_archive: [{ elsewhere: true, accountId: 'a_1', ownerId: 'u_1' }, { elsewhere: false }],
  account_connected: [{}],
  account_inactive: [
    { during: 'capture' },
    { during: 'report' },
    { during: 'reconnected' },
    { during: 'reconnect', account },
  ],
  disconnected: [{}],
  no_credential: [{}],
  parent_profile_already_in_archive: [{ elsewhere: true }, { elsewhere: false }],
  parent_profile_not_used: [{ network: 'youtube' }],
  parent_profile_of_other_network: [page],
  transfer_in_progress: [
    { of: 'account' },
    { of: 'parent_profile' },
    { of: 'receiver' },
    { of: 'named', name: 'Riverside' },
  ],
  transfer_impossible: [{ problems: transferred }],
  transfer_invalid: [{ problems: [{ kind: 'account', id: 'a_1', code: 'not_found' }] }],
  transfer_too_large: [{ count: 10_001, max: 10_000 }],
  owned_by_other_owner: [{ account }],
  parent_profile_owned_by_other_owner: [
    { during: 'reconnect', name: 'Jane' },
    { during: 'adding', parentProfileId: 'pp_1', ownerId: 'u_1' },
  ],
  wrong_identity: [{ signedInAs: 'Jane', account }],
  not_managed: [{ signedInAs: 'Jane', account }],
  nothing_authorized: [{ signedInAs: 'Jane', network: 'linkedin_page' }],
  permission_missing: [
    { signedInAs: 'Jane', network: 'facebook_page', account, missing: ['page_posts', 'page_visitor_posts'] },
    { signedInAs: 'Jane', network: 'youtube', account: null, missing: ['youtube_videos'] },
  ],
  page_role_missing: [{ signedInAs: 'Jane', account }],
  no_channel: [{ signedInAs: 'Jane' }],
  instagram_not_professional: [{ signedInAs: 'Jane', account }],
  network_not_configured: [{ network: 'x' }],
  not_permitted: [{}],
  session_ended: [{}],
  link_dead: [{}],
  link_unknown: [{}],
  no_session: [{}],
  sign_in_dead: [{}],
  other_person: [{ current: { ...holder, through: 'link' }, next: holder, question: 'q' }],
  asked_elsewhere: [
    {
      person: 'Jane',
      email: 'jane@city.example',
      archive: 'City',
      timeZone: 'UTC',
      asked: null,
      current: null,
      question: 'q',
    },
  ],
  disconnect_closed: [{ closedAs: 'withdrawn' }],
  not_a_disconnect: [
    { verdict: 'transient', why: 'network_error', rawCode: '4' },
    { verdict: 'not_a_disconnect', why: 'network_error' },
    { verdict: 'application', why: 'network_error', rawCode: 'credits' },
    { verdict: 'transient', why: 'just_connected' },
  ],
  surge_hold_ended: [{}],
  bad_signature: [{ from: 'resend' }, { from: 'meta' }, { from: 'google', err: 'invalid_request', why: 'time' }],
  keys_unavailable: [{}],
  no_person: [{}],
};

const READERS: readonly Reader[] = ['api', ...LOCALES];

/** Strips what is the same in all languages: names of headers and fields, and names that people chose. */
const OWN_WORDS =
  /Account Owner\b|Content-(Type|Encoding|Length)|X-Relink-Acting-User|Idempotency-Key|\S+@\S+|[«"“][^»"”]*[»"”]/g;
const ENGLISH = /\b(the|your|you|and|with|account|owner|give|is|are|not|this|to|for|from|one)\b/i;

function expectSaid(sentences: Record<Reader, string>): void {
  for (const reader of READERS) {
    expect(sentences[reader]).toMatch(/^(a@b|“|\p{Lu}).*[.)]”?$/su);
    expect(sentences[reader]).not.toMatch(/undefined|null|\[object|[a-z]_page/);
  }
  expect(sentences.es.replaceAll(OWN_WORDS, '')).not.toMatch(ENGLISH);
  expect(sentences.es).not.toBe(sentences.en);
}

const inEach = (say: (reader: Reader) => string) => ({ api: say('api'), en: say('en'), es: say('es') });

const fieldsOf = (code: FieldProblemCode) =>
  FIELDS[code].map((params) => inEach((reader) => fieldSentence(reader, { code, params } as ValueProblem)));
const refusalsOf = (code: RefusalCode) =>
  REFUSALS[code].map((params) => inEach((reader) => refusalSentence(reader, { code, params } as RefusalData)));

describe('the API, English, and Spanish', () => {
  test.each(Object.keys(FIELDS) as FieldProblemCode[])('have a sentence for the field problem %s', (code) => {
    fieldsOf(code).forEach(expectSaid);
  });

  test.each(Object.keys(REFUSALS) as RefusalCode[])('have a sentence for the refusal %s', (code) => {
    const said = refusalsOf(code);
    said.forEach(expectSaid);
    // Parameters that select a sentence also select a different one in the API.
    expect(new Set(said.map(({ api }) => api)).size).toBe(said.length);
  });
});

/** Codes for what no form sends and no page requests. */
const FOR_PROGRAMS: readonly (FieldProblemCode | RefusalCode)[] = [
  'after_detected_at',
  'not_a_sheet',
  'not_a_profile_id',
  'not_an_idempotency_key',
  'acting_user_required',
  'api_key_shown_once',
  'authentication_required',
  'bad_signature',
  'body_incomplete',
  'cross_site_request',
  'disconnected',
  'expectation_failed',
  'forbidden',
  'headers_too_large',
  'internal_error',
  'invalid_api_key',
  'keys_unavailable',
  'malformed_json',
  'no_credential',
  'not_found',
  'parent_profile_not_used',
  'request_timeout',
  'scope_missing',
  'temporarily_unavailable',
  'too_many_streams',
  'unsupported_media_type',
];

/** What no one should read on a page: the operators' name of the product, and names of headers, fields, and codes. "API keys" is a page. */
const OF_PROGRAMS =
  /Relink|(?<![Cc]laves? de )\bAPI\b(?! keys?\b)|\/v1|\b(?:POST|JSON|ASCII|UUID|HTTP)\b|Content-|Idempotency|\b[a-z]+[A-Z]|[a-z]_[a-z]|"(?:in|dis)/;

test('pages use no technical terms', () => {
  const ofPages = (codes: readonly string[]) => codes.filter((code) => !FOR_PROGRAMS.some((one) => one === code));
  const said = [
    ...(ofPages(Object.keys(FIELDS)) as FieldProblemCode[]).flatMap(fieldsOf),
    ...(ofPages(Object.keys(REFUSALS)) as RefusalCode[]).flatMap(refusalsOf),
  ];
  const foreign = said.flatMap(({ en, es }) => [en, es]).filter((sentence) => OF_PROGRAMS.test(sentence));
  expect(foreign).toEqual([]);
});

test('a page can word a refusal differently than the API', () => {
  const connected = { code: 'account_connected', params: {} } as const;
  expect([refusalSentence('api', connected), refusalSentence('en', connected)]).toEqual([
    'This account is connected, not inactive. To report it as disconnected, use POST /v1/disconnects.',
    'This account is already connected. Reload the page.',
  ]);
});

test.each([
  [{ accountCount: 1, parentProfileCount: 0 }, 'has 1 account. Transfer it', 'de 1 cuenta. Transfiérala'],
  [
    { accountCount: 0, parentProfileCount: 2 },
    'has 2 Parent Profiles. Transfer them',
    'de 2 perfiles de autorización. Transfiéralos',
  ],
  [
    { accountCount: 1_200, parentProfileCount: 1 },
    'has 1,200 accounts and 1 Parent Profile. Transfer them',
    'de 1,200 cuentas y 1 perfil de autorización. Transfiera todo',
  ],
])('a refusal leaves out zero counts: %j', (params, en, es) => {
  const refusal = { code: 'owner_has_accounts', params } as const;
  expect(refusalSentence('en', refusal)).toBe(`This Account Owner ${en} to another Account Owner first.`);
  expect(refusalSentence('es', refusal)).toBe(`Esta persona es responsable ${es} primero a otra persona responsable.`);
});

test('a problem document has the parameters and a sentence for each field', () => {
  const refusal = new Refusal('owner_has_accounts', { accountCount: 3, parentProfileCount: 0 });
  expect(problemOf(refusal)).toEqual({
    type: 'urn:relink:problem:owner_has_accounts',
    title: 'Owner has accounts',
    status: 409,
    detail: 'This Account Owner has 3 accounts. Transfer them to another Account Owner first.',
    code: 'owner_has_accounts',
    accountCount: 3,
    parentProfileCount: 0,
  });
  expect(problemOf(new Refusal('invalid_request', { errors: [email], complete: true }), 'es')).toMatchObject({
    status: 422,
    errors: [{ path: 'email', message: expect.stringContaining('correo electrónico'), code: 'not_an_email' }],
  });
});

test('a refusal can be told apart from anything else that is thrown', () => {
  expect([new Refusal('link_dead', {}), new Error('link_dead'), null].map(isRefusal)).toEqual([true, false, false]);
});
