/** What `npm start` reads from the environment. External services that are given are used; the rest is embedded. */
import path from 'node:path';
import { ConfigError, readConfig } from '../../platform/config.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import type { SeedKind } from '../seed/seed.js';

export interface Settings {
  dataDir: string;
  port: { number: number; explicit: boolean };
  host: string | undefined;
  publicUrl: string | undefined;
  /** Which parts run here. */
  embedded: { postgres: boolean; temporal: boolean; inbox: boolean; simulator: boolean };
  namespace: string;
  production: boolean;
  /** What an empty database is filled with. */
  seed: SeedKind | null;
  env: NodeJS.ProcessEnv;
}

/** A wrong setting; only its message is shown. */
export class SettingsError extends Error {}

const DEFAULT_PORT = 3000;
const SEED_KINDS: readonly SeedKind[] = ['demo', 'empty'];

/** @throws {SettingsError} listing every problem, one per line */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const production = env.NODE_ENV === 'production';
  const embedded = {
    postgres: !env.DATABASE_URL,
    temporal: !env.TEMPORAL_ADDRESS,
    inbox: !env.RESEND_API_KEY && !env.RESEND_BASE_URL,
    // Simulated networks accept anyone. They stand in for providers that aren't configured, but never in production.
    simulator: !production && !env.RELINK_SIMULATOR_URL && !PROVIDER_NAMES.every((name) => isConfigured(name, env)),
  };
  const problems = configProblems(env, embedded);
  const requested = SEED_KINDS.find((kind) => kind === env.RELINK_SEED);
  if (env.RELINK_SEED && !requested) problems.push(`RELINK_SEED: set it to one of ${SEED_KINDS.join(', ')}`);
  if (production && env.DATABASE_URL && !env.RELINK_KEYS)
    problems.push(
      'RELINK_KEYS: the data in DATABASE_URL is encrypted with these keys, so they can’t be generated here. ' +
        'Generate a key with `openssl rand -base64 32`, and set this to k1:<key>',
    );
  if (problems.length > 0) throw new SettingsError(`Relink can’t start:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  return {
    dataDir: path.resolve(env.RELINK_DATA_DIR ?? '.relink'),
    port: { number: Number(env.PORT ?? DEFAULT_PORT), explicit: env.PORT !== undefined },
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    embedded,
    namespace: env.TEMPORAL_NAMESPACE ?? 'default',
    production,
    seed: production ? null : (requested ?? (embedded.postgres ? 'demo' : null)),
    env,
  };
}

const isConfigured = (provider: string, env: NodeJS.ProcessEnv) => Boolean(env[`${provider.toUpperCase()}_CLIENT_ID`]);

/** Validates the settings the way the API and the worker will, with embedded services in place of what is missing. */
function configProblems(env: NodeJS.ProcessEnv, embedded: Settings['embedded']): string[] {
  try {
    readConfig({
      ...(embedded.postgres && { DATABASE_URL: 'postgres://127.0.0.1/relink' }),
      ...(embedded.temporal && { TEMPORAL_ADDRESS: '127.0.0.1:7233' }),
      ...(embedded.inbox && {
        RESEND_API_KEY: 're_x',
        RESEND_WEBHOOK_SECRET: 'whsec_x',
        MAIL_FROM: 'relink@relink.example',
      }),
      RELINK_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
      ...env,
    });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
}
