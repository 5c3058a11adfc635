import { describe, expect, test } from '@jest/globals';
import { readConfig, unknownVariables } from '../../platform/config.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { childEnvironment } from '../../dev/stack/child-environment.js';
import { readSettings } from '../../dev/stack/settings.js';

const configured = (provider: string) => ({ [`${provider}_CLIENT_ID`]: '1', [`${provider}_CLIENT_SECRET`]: 's' });
const names = PROVIDER_NAMES.map((name) => name.toUpperCase());
const PROVIDERS = Object.assign({}, ...names.map(configured)) as Record<string, string>;
const OTHERS = Object.assign({}, ...names.filter((name) => name !== 'X').map(configured)) as Record<string, string>;
const EXTERNAL = {
  DATABASE_URL: 'postgres://db/relink',
  TEMPORAL_ADDRESS: 't:7233',
  RESEND_API_KEY: 're_1',
  MAIL_FROM: 'relink@example.org',
};
const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: 'https://relink.example.org' };

describe('the settings of npm start', () => {
  test('embed everything if the environment is empty', () => {
    const { embedded, port } = readSettings({ PORT: '' });
    expect(embedded).toEqual({ postgres: true, temporal: true, inbox: true, simulator: true });
    expect(port).toEqual({ number: 3000, explicit: false });
  });

  test('don’t embed what is configured', () => {
    const given = { ...EXTERNAL, ...PROVIDERS };
    expect(readSettings(given).embedded).toEqual({ postgres: false, temporal: false, inbox: false, simulator: false });
  });

  test('embed the simulator if a provider isn’t configured, but never in production', () => {
    expect(readSettings(OTHERS).embedded.simulator).toBe(true);
    expect(readSettings(PRODUCTION).embedded.simulator).toBe(false);
  });

  test('refuse a compressed day in production', () => {
    const compressed = { RELINK_SECONDS_PER_DAY: '10' };
    expect(() => readSettings({ ...compressed, NODE_ENV: 'production' })).toThrow(/RELINK_SECONDS_PER_DAY.*Unset it/);
    expect(() => readSettings(compressed)).not.toThrow();
    expect(() => readSettings({ RELINK_SECONDS_PER_DAY: '0' })).toThrow(/RELINK_SECONDS_PER_DAY/);
  });

  test('require a key ring in production with an external database', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/relink' };
    expect(() => readSettings(env)).toThrow(/RELINK_KEYS.*openssl rand/s);
  });

  test.each([
    ['DATABASE_URL', 'nonsense', /DATABASE_URL: .*postgres:\/\//],
    ['TEMPORAL_ADDRESS', 'http://temporal/', /TEMPORAL_ADDRESS: set it to Temporal’s host:port/],
    ['PUBLIC_URL', 'relink.example.org', /PUBLIC_URL: .*https:\/\/relink\.example\.org/],
    ['RELINK_LOG_LEVEL', 'loud', /RELINK_LOG_LEVEL: set it to one of fatal, error, warn/],
    ['RELINK_KEYS', 'abc', /RELINK_KEYS: .*<id>:<base64/],
    ['RELINK_SEED', 'much', /RELINK_SEED: set it to one of demo, empty/],
    ['RESEND_API_KEY', 're_1', /MAIL_FROM: set it to the sender/],
    ...['garbage', 'relink@localhost', 'Relink', 'Relink <relink>', 'a@b.org, c@d.org', '<>', 'A\n<a@b.org>'].map(
      (from) => ['MAIL_FROM', from, /MAIL_FROM: .*such as Relink <relink@example\.org>/] as const,
    ),
    ['TEMPORAL_TLS_CA', '/nowhere.pem', /TEMPORAL_TLS_CA: can’t read the file/],
    ['NODE_ENV', 'production', /PUBLIC_URL: set it to the URL where people reach Relink/],
  ])('refuse %s=%s before anything starts, and say what to do', (name, value, message) => {
    expect(() => readSettings({ [name]: value })).toThrow(message);
  });

  test.each(['relink@example.org', 'Relink <relink@example.org>', '"City, of Fairview" <a.b+c@mail.city.example>'])(
    'accept MAIL_FROM=%s',
    (MAIL_FROM) => {
      expect(() => readSettings({ MAIL_FROM })).not.toThrow();
    },
  );

  test('report a variable that only looks like one of Relink’s', () => {
    const env = { RELINK_SECOND_PER_DAY: '10', RELINK_SEED: 'demo', HOME: '/root' };
    expect(unknownVariables(env)).toEqual(['RELINK_SECOND_PER_DAY']);
  });

  test.each(['0', '65536', 'http', '3000.5'])('refuse PORT=%s', (PORT) => {
    expect(() => readSettings({ PORT })).toThrow(/^  PORT: set it to a number/m);
  });

  describe('give the programs', () => {
    const given = { ...EXTERNAL, RESEND_WEBHOOK_SECRET: 'whsec_1' };
    const keys = `k1:${Buffer.alloc(32).toString('base64')}`;
    const programs = (env: Record<string, string>) =>
      childEnvironment(
        readSettings({ ...given, RELINK_KEYS: keys, ...env }),
        { port: 3000, publicUrl: 'https://relink.example.org' },
        keys,
      );

    test('the libraries’ production code, and production’s rules only in production', () => {
      const local = programs({});
      expect(local.NODE_ENV).toBe('production');
      expect(readConfig(local).production).toBe(false);
      expect(readConfig(programs(PRODUCTION)).production).toBe(true);
    });

    test('production’s rules in production, even if it claims to be local', () => {
      expect(readConfig(programs({ ...PRODUCTION, RELINK_LOCAL: 'on' })).production).toBe(true);
    });

    test('another NODE_ENV if it is set', () => {
      expect(programs({ NODE_ENV: 'development' }).NODE_ENV).toBe('development');
    });
  });
});
