/** The Account Owner's messages that depend on a number or on what was found, in each language. */
import { describe, expect, test } from '@jest/globals';
import { FINDINGS, type Found } from '../../domain/reconnect-checks.js';
import { LOCALES, type Locale } from '../../domain/locales.js';
import { messagesIn } from '../../i18n/index.js';
import { refusalSentence } from '../../i18n/refusals.js';
import { findingWords } from '../../i18n/reconnect-checks.js';

describe('a message with a number', () => {
  const [english, spanish] = [messagesIn('en'), messagesIn('es')];

  test('has a singular and a plural for accounts that need reconnecting', () => {
    expect([1, 1200].map((n) => english.yourAccounts.needReconnecting({ n }))).toEqual([
      '1 account needs reconnecting',
      '1,200 accounts need reconnecting',
    ]);
    expect([1, 1200].map((n) => spanish.yourAccounts.needReconnecting({ n }))).toEqual([
      'Tiene 1 cuenta por reconectar',
      'Tiene 1,200 cuentas por reconectar',
    ]);
  });

  test.each(LOCALES)('a single account is never “these accounts”, in %s', (locale) => {
    const { surgeHold, transfers } = messagesIn(locale);
    const { review } = transfers;
    const [n, all, owner] = [1, 1, 'Ann'];
    const said = [
      surgeHold.notice.lead({ n, until: 'Friday' }),
      surgeHold.release.title({ n }),
      surgeHold.withdraw.title({ n }),
      surgeHold.withdraw.lead({ n }),
      review.lead({ n }),
      review.detachedNote({ n }),
      review.stayingNote({ n }),
      review.disconnected({ n, all, owner }),
      review.reminders({ n, all, owner }),
      review.paused({ n, all, owner }),
    ];
    expect(said.filter((sentence) => /\b(these|the) accounts\b|\b(estas|las) cuentas\b/i.test(sentence))).toEqual([]);
  });

  test.each(LOCALES)('one of several accounts is “1 of these accounts”, in %s', (locale) => {
    const { review } = messagesIn(locale).transfers;
    const counts = { n: 1, all: 3, owner: 'Ann' };
    for (const sentence of [review.disconnected(counts), review.reminders(counts), review.paused(counts)])
      expect(sentence).toMatch(/^1 (of these accounts is disconnected|de estas cuentas está desconectada)/);
  });

  test('a transfer of only Parent Profiles doesn’t mention accounts', () => {
    const lead = 'Everything is transferred together, or nothing is. It usually takes a few seconds.';
    expect(english.transfers.review.lead({ n: 0 })).toBe(lead);
  });

  test('says “both” for two accounts and “all” for more', () => {
    const said = [2, 3].map((n) => [
      english.yourAccounts.oneSignIn({ n, provider: 'Facebook' }),
      spanish.yourAccounts.oneSignIn({ n, provider: 'Facebook' }),
    ]);
    expect(said).toEqual([
      ['Sign in to Facebook once to fix both', 'Inicie sesión una vez en Facebook para reconectar ambas'],
      ['Sign in to Facebook once to fix all 3', 'Inicie sesión una vez en Facebook para reconectar las 3'],
    ]);
  });

  test.each([
    [3, 0, '3 accounts.', '3 cuentas.'],
    [0, 1, '1 Parent Profile.', '1 perfil de autorización.'],
    [1, 2, '1 account and 2 Parent Profiles.', '1 cuenta y 2 perfiles de autorización.'],
  ])(
    'names only what a person still owns (accounts: %i, Parent Profiles: %i)',
    (accountCount, parentProfileCount, en, es) => {
      const params = { accountCount, parentProfileCount };
      const said = (locale: Locale) => refusalSentence(locale, { code: 'owner_has_accounts', params });
      expect(said('en')).toContain(`This Account Owner has ${en}`);
      expect(said('es')).toContain(es);
    },
  );
});

describe.each(LOCALES)('the checks before reconnecting (%s)', (locale) => {
  const all = Object.entries(FINDINGS).flatMap(([check, findings]) =>
    Object.entries(findings).map(([finding, { ok }]) => ({ found: { check, finding } as Found, ok })),
  );

  test.each(all)('explain $found.check: $found.finding', ({ found, ok }) => {
    const { detail, remedy } = findingWords(locale, found, 'facebook_page');
    expect(detail).toMatch(/\.$/);
    expect(detail).not.toContain('{');
    // Only a problem has a remedy.
    expect(remedy !== undefined).toBe(!ok);
  });
});
