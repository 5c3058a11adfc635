import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../embedded/settings.js';

const PROVIDERS = { FACEBOOK_CLIENT_ID: '1', LINKEDIN_CLIENT_ID: '1', X_CLIENT_ID: '1', GOOGLE_CLIENT_ID: '1' };

describe('the settings of npm start', () => {
  test('with an empty environment everything is embedded', () => {
    const { embedded, port } = readSettings({ PORT: '' });
    expect(embedded).toEqual({ postgres: true, temporal: true, inbox: true, simulator: true });
    expect(port).toEqual({ number: 3000, explicit: false });
  });

  test('what is given is not embedded', () => {
    const given = {
      DATABASE_URL: 'postgres://db/relink',
      TEMPORAL_ADDRESS: 't:7233',
      RESEND_API_KEY: 're_1',
      ...PROVIDERS,
    };
    expect(readSettings(given).embedded).toEqual({ postgres: false, temporal: false, inbox: false, simulator: false });
  });

  test('the simulator stands in for a provider that is not configured, but never in production', () => {
    const { X_CLIENT_ID: _, ...others } = PROVIDERS;
    expect(readSettings(others).embedded.simulator).toBe(true);
    expect(readSettings({ NODE_ENV: 'production' }).embedded.simulator).toBe(false);
  });

  test('a compressed day is refused in production', () => {
    const compressed = { RELINK_SECONDS_PER_DAY: '10' };
    expect(() => readSettings({ ...compressed, NODE_ENV: 'production' })).toThrow(/RELINK_SECONDS_PER_DAY.*unset it/);
    expect(() => readSettings(compressed)).not.toThrow();
    expect(() => readSettings({ RELINK_SECONDS_PER_DAY: '0' })).toThrow(/RELINK_SECONDS_PER_DAY/);
  });

  test('production with a database of its own needs its key ring', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/relink' };
    expect(() => readSettings(env)).toThrow(/RELINK_KEYS.*openssl rand/s);
  });

  test.each(['0', '65536', 'http', '3000.5'])('PORT=%s is refused', (PORT) => {
    expect(() => readSettings({ PORT })).toThrow(/PORT: a number/);
  });
});
