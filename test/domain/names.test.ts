/** Names that others store: in their databases, at the networks, in Temporal. Changing one breaks existing data. */
import { describe, expect, test } from '@jest/globals';
import { getTableConfig, PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { newId } from '../../db/ids.js';
import { disconnects } from '../../db/schema.js';
import { FAILURES } from '../../domain/failures.js';
import {
  disconnectIdOf,
  disconnectWorkflowId,
  ID_PREFIXES,
  isId,
  mailerWorkflowId,
  TASK_QUEUES,
  transferWorkflowId,
  type IdKind,
} from '../../domain/ids.js';
import { isLocale, LOCALES } from '../../domain/locales.js';
import {
  NETWORK_NAMES,
  NETWORKS,
  networksOf,
  PARENT_PROFILE_NETWORKS,
  PROVIDER_LABELS,
  PROVIDER_NAMES,
  redirectUri,
} from '../../domain/networks.js';
import { lookup, normalizeName } from '../../domain/normalize-name.js';
import { isReason, REASONS } from '../../domain/reasons.js';
import { isRefusal, notFound, Refusal } from '../../domain/refusal.js';

describe('ids', () => {
  test('begin with three letters that are unique to each kind', () => {
    const kinds = Object.entries(ID_PREFIXES) as [IdKind, string][];
    expect(new Set(kinds.map(([, prefix]) => prefix)).size).toBe(kinds.length);
    for (const [kind, prefix] of kinds) {
      expect(prefix).toMatch(/^[a-z]{3}$/);
      const id = newId(kind);
      expect([isId(id), id.slice(0, 4)]).toEqual([true, `${prefix}_`]);
    }
  });

  test('of workflows name their subject', () => {
    expect([disconnectWorkflowId('d'), transferWorkflowId('t'), mailerWorkflowId('a')]).toEqual([
      'disconnect/d',
      'transfer/t',
      'mailer/a',
    ]);
    expect(['disconnect/dsc_1', 'transfer/trf_1', 'a disconnect/dsc_1', ''].map(disconnectIdOf)).toEqual([
      'dsc_1',
      null,
      null,
      null,
    ]);
    expect(TASK_QUEUES).toEqual({ disconnects: 'relink', refreshes: 'relink-refresh', mail: 'relink-mail' });
    expect(FAILURES).toEqual({ unknownDisconnect: 'UnknownDisconnect' });
  });

  test.each<[string | undefined, boolean]>([
    ['acc_1', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['', false],
    [undefined, false],
    ['acc 1', false],
    ['acc_1\n', false],
    ['../acc_1', false],
  ])('can be %j: %s', (text, can) => {
    expect(isId(text)).toBe(can);
  });
});

describe('networks', () => {
  test('have fixed names, labels, sign-in providers, and Parent Profile networks', () => {
    const rows = NETWORK_NAMES.map((name) => [name, ...Object.values(NETWORKS[name])]);
    expect(rows).toEqual([
      ['facebook_page', 'Facebook Page', 'facebook', 'facebook'],
      ['instagram', 'Instagram', 'facebook', 'facebook'],
      ['linkedin_page', 'LinkedIn Page', 'linkedin', 'linkedin'],
      ['linkedin_profile', 'LinkedIn profile', 'linkedin', null],
      ['x', 'X', 'x', null],
      ['youtube', 'YouTube', 'google', null],
      ['threads', 'Threads', 'threads', null],
    ]);
    expect(PROVIDER_LABELS).toEqual({
      facebook: 'Facebook',
      linkedin: 'LinkedIn',
      x: 'X',
      google: 'Google',
      threads: 'Threads',
    });
    expect(PARENT_PROFILE_NETWORKS).toEqual(['facebook', 'linkedin']);
  });

  test('each belong to one provider', () => {
    expect(networksOf('facebook')).toEqual(['facebook_page', 'instagram']);
    expect(PROVIDER_NAMES.flatMap(networksOf).toSorted()).toEqual(NETWORK_NAMES.toSorted());
  });

  test('redirect to an address for their provider', () => {
    expect(redirectUri('https://relink.example', 'google')).toBe('https://relink.example/oauth/google/callback');
  });
});

test('English and Spanish are the only languages', () => {
  expect(LOCALES).toEqual(['en', 'es']);
  expect(['en', 'es', 'fr', 1].map(isLocale)).toEqual([true, true, false, false]);
});

test('reasons are snake_case words, and the database accepts exactly those', () => {
  for (const reason of REASONS) expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
  const enums = getTableConfig(disconnects).checks.find(({ name }) => name === 'disconnects_enums')!;
  const [, taken] = /"reason" in \(([^)]*)\)/.exec(new PgDialect().sqlToQuery(enums.value).sql) ?? [];
  expect(taken!.split(', ').sort()).toEqual(REASONS.map((reason) => `'${reason}'`).sort());
  expect([...REASONS.map(isReason), isReason('transient'), isReason(null)]).toEqual([
    ...REASONS.map(() => true),
    false,
    false,
  ]);
});

describe('names that people type', () => {
  test('match regardless of case, accents, spaces, and punctuation', () => {
    expect(['E-mail', 'e_mail', '\uFEFFEmail', ' E MAIL '].map(normalizeName)).toEqual(Array(4).fill('email'));
    expect([normalizeName('Correo electrónico'), normalizeName('Página 2')]).toEqual(['correoelectronico', 'pagina2']);
  });

  test('are looked up by any of their aliases', () => {
    const meaning = lookup({ email: ['E-mail address', 'Correo'], name: ['Full name'] });
    expect(['EMAIL', 'e-mail address', 'correo', 'full_name', 'name', 'phone'].map(meaning)).toEqual([
      'email',
      'email',
      'email',
      'name',
      'name',
      undefined,
    ]);
    fc.assert(fc.property(fc.string(), (word) => expect(meaning(word)).toBe(meaning(normalizeName(word)))));
  });
});

test('a refusal is an error with a code and parameters, and nothing else counts as one', () => {
  const refusal = notFound('account');
  expect(refusal).toBeInstanceOf(Error);
  expect([refusal.name, refusal.message, refusal.code, refusal.params]).toEqual([
    'Refusal',
    'not_found',
    'not_found',
    { what: 'account' },
  ]);
  expect([refusal, new Refusal('link_dead', {}), new Error('not_found'), { code: 'not_found' }].map(isRefusal)).toEqual(
    [true, true, false, false],
  );
});
