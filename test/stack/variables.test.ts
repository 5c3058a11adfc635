/** Every documented variable that can be wrong is rejected by name, in our own words. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { readSettings } from '../../dev/stack/settings.js';
import { readConfig } from '../../platform/config.js';

const NOT_ALONE = 'set without the others it needs';
/** Variables for which any value can be right. */
const ANY_TEXT = [
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_SERVER_NAME',
  'RESEND_WEBHOOK_SECRET',
  // Checked when something listens there (test/api/listening.test.ts).
  'HOST',
];
const WRONG: Record<string, string> = {
  DATABASE_URL: 'mysql://db/relink',
  TEMPORAL_ADDRESS: 'temporal',
  TEMPORAL_TLS_CERT: '/nowhere.pem',
  TEMPORAL_TLS_KEY: '/nowhere.pem',
  TEMPORAL_TLS_CA: '/nowhere.pem',
  PUBLIC_URL: 'relink',
  PRODUCT_NAME: 'Archive <social>',
  RELINK_KEYS: 'k1',
  RESEND_API_KEY: NOT_ALONE,
  MAIL_FROM: 'relink',
  RESEND_REQUESTS_PER_SECOND: 'many',
  OIDC_ISSUER: 'login',
  OIDC_CLIENT_ID: NOT_ALONE,
  OIDC_CLIENT_SECRET: NOT_ALONE,
  OIDC_TRUST_EMAIL: 'yes',
  PORT: '-1',
  METRICS_PORT: 'http',
  RELINK_TRUST_PROXY: 'yes',
  HEALTH_PORT: '70000',
  RELINK_LOG_LEVEL: 'loud',
  RELINK_MIGRATE: 'no',
  RELINK_SECONDS_PER_DAY: 'ten',
  RELINK_SIMULATOR_URL: 'simulator',
  RESEND_BASE_URL: 'resend',
  RELINK_SEED: 'much',
  ...Object.fromEntries(
    PROVIDER_NAMES.flatMap((name) =>
      ['CLIENT_ID', 'CLIENT_SECRET'].map((what) => [`${name.toUpperCase()}_${what}`, NOT_ALONE]),
    ),
  ),
};
const ZODS_WORDS = /Invalid|Too (small|big)|expected|received|[Uu]nrecognized/;

/**
 * Reads the variables in the table in docs/operations.md. In it, `TEMPORAL_TLS_CERT`, `_KEY` and `FACEBOOK_CLIENT_ID`, likewise `LINKEDIN_`
 * are short for more.
 */
function documented(): string[] {
  const rows = readFileSync('docs/operations.md', 'utf8').match(/^\| `[A-Z].*/gm)!;
  return rows.flatMap((row) => {
    let last = '';
    return [
      ...row
        .split('|')
        .slice(1, 3)
        .join('|')
        .matchAll(/`([A-Z_]+)`/g),
    ].flatMap(([, name = '']) => {
      if (name.endsWith('_')) return [`${name}CLIENT_ID`, `${name}CLIENT_SECRET`];
      if (name.startsWith('_')) return [last.replace(/_[A-Z]+$/, name)];
      last = name;
      return [name];
    });
  });
}

test('every documented variable is tested here', () => {
  expect(documented().length).toBeGreaterThan(25);
  expect([...Object.keys(WRONG), ...ANY_TEXT]).toEqual(expect.arrayContaining(documented()));
});

describe('a wrong value is refused by name, in our own words', () => {
  const refused = (read: () => unknown): string => {
    try {
      read();
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing was refused';
  };
  test.each(Object.entries(WRONG))('%s=%s', (name, wrong) => {
    const value = wrong === NOT_ALONE ? 'x' : wrong;
    for (const text of [value, ` ${value}`]) {
      const message = refused(() => readSettings({ [name]: text }));
      expect(message).toMatch(
        wrong === NOT_ALONE ? /^ {2}[A-Z_, ]+: /m : new RegExp(`^  [A-Z_, ]*${name}[A-Z_, ]*: `, 'm'),
      );
      expect(message).not.toMatch(ZODS_WORDS);
    }
  });

  test('an empty environment', () => {
    const message = refused(() => readConfig({}));
    for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'RESEND_API_KEY', 'MAIL_FROM', 'RELINK_KEYS'])
      expect(message).toMatch(new RegExp(`^  ${name}: `, 'm'));
    expect(message).not.toMatch(ZODS_WORDS);
  });

  test('blank values count as missing', () => {
    const blank = Object.fromEntries([...Object.keys(WRONG), ...ANY_TEXT].map((name) => [name, '  ']));
    expect(refused(() => readConfig(blank))).toBe(refused(() => readConfig({})));
  });
});

test.each([
  [{ TEMPORAL_TLS_CERT: 'package.json' }, 'TEMPORAL_TLS_CERT'],
  [{ TEMPORAL_TLS_KEY: 'package.json' }, 'TEMPORAL_TLS_KEY'],
  [{ TEMPORAL_TLS_KEY: 'package.json', TEMPORAL_TLS_CA: 'package.json' }, 'TEMPORAL_TLS_KEY'],
])('half of a client certificate is refused, naming both variables: %j', (env, only) => {
  expect(() => readSettings({ TEMPORAL_ADDRESS: 't:7233', ...env })).toThrow(
    new RegExp(`^  TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY: only ${only} is set. Set both or neither`, 'm'),
  );
});

test.each(['1', '10.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.5,', 'proxy.example.org'])(
  'a proxy is named by its address, so RELINK_TRUST_PROXY=%s is refused',
  (wrong) => {
    expect(() => readSettings({ RELINK_TRUST_PROXY: wrong })).toThrow(
      /RELINK_TRUST_PROXY: set it to the addresses or subnets/,
    );
  },
);
