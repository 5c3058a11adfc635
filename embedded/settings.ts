/** What `npm start` reads from the environment: what is given from outside is used, the rest will be embedded. */
import path from 'node:path';
import { PROVIDER_NAMES } from '../domain/networks.js';

export interface Settings {
  dataDir: string;
  port: { number: number; explicit: boolean };
  host: string | undefined;
  publicUrl: string | undefined;
  /** Which parts run here. */
  embedded: { postgres: boolean; temporal: boolean; inbox: boolean; simulator: boolean };
  namespace: string;
  production: boolean;
  env: NodeJS.ProcessEnv;
}

/** A wrong setting; its message is all that is shown. */
export class SettingsError extends Error {}

const DEFAULT_PORT = 3000;
const SECONDS_PER_DAY = 86_400;

/** @throws {SettingsError} with every problem, one a line */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const production = env.NODE_ENV === 'production';
  const problems = [...numberProblems(env), ...productionProblems(env, production)];
  if (env.RELINK_SEED && !['demo', 'empty'].includes(env.RELINK_SEED))
    problems.push('RELINK_SEED: demo or empty (without the demo people and accounts)');
  if (problems.length > 0) throw new SettingsError(`Relink cannot start:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  return {
    dataDir: path.resolve(env.RELINK_DATA_DIR ?? '.relink'),
    port: { number: Number(env.PORT ?? DEFAULT_PORT), explicit: env.PORT !== undefined },
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    embedded: {
      postgres: !env.DATABASE_URL,
      temporal: !env.TEMPORAL_ADDRESS,
      inbox: !env.RESEND_API_KEY && !env.RESEND_BASE_URL,
      // Simulated networks accept anybody; they stand in for the providers that are not configured, never in production.
      simulator: !production && !env.RELINK_SIMULATOR_URL && !PROVIDER_NAMES.every((name) => isConfigured(name, env)),
    },
    namespace: env.TEMPORAL_NAMESPACE ?? 'default',
    production,
    env,
  };
}

const isConfigured = (provider: string, env: NodeJS.ProcessEnv) => Boolean(env[`${provider.toUpperCase()}_CLIENT_ID`]);

function numberProblems(env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  const port = Number(env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) problems.push('PORT: a number from 1 to 65535');
  const seconds = Number(env.RELINK_SECONDS_PER_DAY ?? SECONDS_PER_DAY);
  if (!(seconds > 0 && seconds <= SECONDS_PER_DAY))
    problems.push(`RELINK_SECONDS_PER_DAY: more than 0, at most ${SECONDS_PER_DAY}, the seconds that a day lasts`);
  return problems;
}

function productionProblems(env: NodeJS.ProcessEnv, production: boolean): string[] {
  if (!production) return [];
  const problems: string[] = [];
  if (env.RELINK_SECONDS_PER_DAY && Number(env.RELINK_SECONDS_PER_DAY) !== SECONDS_PER_DAY)
    problems.push(
      'RELINK_SECONDS_PER_DAY: a compressed day is for trying Relink; NODE_ENV=production refuses it, unset it',
    );
  if (env.DATABASE_URL && !env.RELINK_KEYS)
    problems.push(
      'RELINK_KEYS: what is in DATABASE_URL is encrypted with it, so it cannot be made up here; ' +
        'make a key with `openssl rand -base64 32` and set k1:<that>',
    );
  return problems;
}
