/**
 * Everything that the environment configures, read once and checked as a whole at startup. The same variables configure production
 * and the embedded stack (dev/stack/child-environment.ts sets them for its child processes).
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { PROVIDER_NAMES, type ProviderName } from '../domain/networks.js';
import { windowsFor, type Windows } from '../domain/windows.js';
import { KeyRing } from './key-ring.js';

const PORT_RULE = 'set it to a number from 1 to 65535';
const DAY_SECONDS = 86_400;
const RATE_RULE = 'set it to a number of requests per second, more than 0 and at most 1000';
const PROXIES =
  'set it to the addresses or subnets of the proxies in front of Relink, separated by commas, such as 10.0.0.5 or 10.0.0.0/24';
/** A larger subnet names no one. */
const SHORTEST_PREFIX = { 4: 8, 6: 16 } as const;
const LONGEST_PREFIX = { 4: 32, 6: 128 } as const;
const DAY_RULE = `set it to the length of a day in seconds, more than 0 and at most ${DAY_SECONDS}`;

const optional = z.string().trim().min(1).optional();
const port = z.coerce.number({ error: PORT_RULE }).int(PORT_RULE).min(1, PORT_RULE).max(65_535, PORT_RULE);
const number = (error: string) => z.coerce.number({ error });
const choice = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, { error: `set it to one of ${values.join(', ')}` });
const webAddress = (example: string) =>
  z.url({ protocol: /^https?$/, error: `set it to a full URL with https:// (or http://), such as ${example}` });
const proxies = z
  .string()
  .transform((list) => list.split(',').map((one) => one.trim()))
  .refine((list) => list.every(isAddressOrSubnet), { error: PROXIES });

function isAddressOrSubnet(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if ((version !== 4 && version !== 6) || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return (
    /^\d{1,3}$/.test(prefix) && Number(prefix) >= SHORTEST_PREFIX[version] && Number(prefix) <= LONGEST_PREFIX[version]
  );
}

const database = z
  .string({ error: 'set it to Relink’s PostgreSQL database, such as postgres://relink:…@db/relink' })
  .refine((value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol), {
    error: 'this isn’t a PostgreSQL URL. It should look like postgres://relink:…@db:5432/relink',
  });
const temporalAddress = z
  .string({ error: 'set it to Temporal’s host:port' })
  .regex(/^[^\s/]+:\d{1,5}$/, { error: 'set it to Temporal’s host:port, such as temporal.example.org:7233' });

const SENDER_RULE = 'an address at a domain that Resend has verified, such as Relink <relink@example.org>';
const ADDRESS_RULE = String.raw`[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,.]+`;
/** The formats that Resend accepts: `address` or `name <address>`. */
const sender = z
  .string({ error: `set it to the sender of emails: ${SENDER_RULE}` })
  .trim()
  .regex(new RegExp(`^(?:${ADDRESS_RULE}|[^<>\\r\\n]*<${ADDRESS_RULE}>)$`), {
    error: `this isn’t an email address. Set it to ${SENDER_RULE}`,
  });

const NAME_RULE = 'set it to the product name that users see, 1 to 80 characters without < and >';
const productName = z
  .string()
  .trim()
  .min(1, NAME_RULE)
  .max(80, NAME_RULE)
  .regex(/^[^<>\p{Cc}]*$/u, NAME_RULE);

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  RELINK_LOCAL: choice('on', 'off').default('off'),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: webAddress('https://relink.example.org').optional(),
  DATABASE_URL: database,
  TEMPORAL_ADDRESS: temporalAddress,
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: optional,
  TEMPORAL_TLS_CERT: optional,
  TEMPORAL_TLS_KEY: optional,
  TEMPORAL_TLS_CA: optional,
  TEMPORAL_TLS_SERVER_NAME: optional,
  RESEND_API_KEY: z.string({ error: 'set it to your Resend API key' }).min(1),
  RESEND_BASE_URL: webAddress('https://api.resend.com').optional(),
  RESEND_WEBHOOK_SECRET: optional,
  RESEND_REQUESTS_PER_SECOND: number(RATE_RULE).positive(RATE_RULE).max(1000, RATE_RULE).optional(),
  MAIL_FROM: sender,
  PRODUCT_NAME: productName.default('ArchiveSocial'),
  RELINK_KEYS: z.string({ error: 'generate a key with `openssl rand -base64 32`, and set this to k1:<key>' }).min(1),
  RELINK_SECONDS_PER_DAY: number(DAY_RULE).positive(DAY_RULE).max(DAY_SECONDS, DAY_RULE).default(DAY_SECONDS),
  RELINK_MIGRATE: choice('on', 'off').default('on'),
  RELINK_SIMULATOR_URL: webAddress('http://127.0.0.1:8026').optional(),
  RELINK_TRUST_PROXY: proxies.default([]),
  RELINK_LOG_LEVEL: choice('fatal', 'error', 'warn', 'info', 'debug', 'silent').default('info'),
  OIDC_ISSUER: webAddress('https://login.example.org').optional(),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_TRUST_EMAIL: choice('on', 'off').default('off'),
  METRICS_PORT: port.optional(),
  HEALTH_PORT: port.optional(),
});

export interface Config {
  production: boolean;
  port: number;
  host: string;
  /** The URL where people reach Relink, and the origin of every link. No trailing slash. */
  publicUrl: string;
  /** The product name that users see, unless their archive sets its own. Only operators see the name Relink. */
  productName: string;
  databaseUrl: string;
  temporal: { address: string; namespace: string; apiKey?: string; tls?: TemporalTls | true };
  mail: {
    apiKey: string;
    baseUrl?: string;
    webhookSecret?: string;
    from: string;
    requestsPerSecond: number;
    embedded: boolean;
  };
  keys: KeyRing;
  secondsPerDay: number;
  dayMs: number;
  windows: Windows;
  networks: {
    credentials: Partial<Record<ProviderName, { clientId: string; clientSecret: string }>>;
    simulatorUrl?: string;
  };
  /** Single sign-on with the organization's provider. Null: people sign in only through emailed links. */
  oidc: OidcSettings | null;
  /** Whether the server applies pending migrations at startup. Turned off when a deployment step does that instead. */
  migrate: boolean;
  /** The proxies whose `X-Forwarded-For` is believed: addresses and subnets. From anyone else, it would be a caller's own claim. */
  trustProxy: string[];
  logLevel: string;
  metricsPort?: number;
  /** The port where a worker answers `GET /healthz`. Without it, the worker doesn't listen on any port. */
  healthPort?: number;
}

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Whether to trust an email address when the provider doesn't say whether it was verified. */
  trustEmail: boolean;
}

export interface TemporalTls {
  clientCertPair?: { crt: Buffer; key: Buffer };
  serverRootCACertificate?: Buffer;
  serverNameOverride?: string;
}

/** Resend's default rate limit. */
const RESEND_REQUESTS_PER_SECOND = 2;
const EMBEDDED_REQUESTS_PER_SECOND = 100;

/** The problems with the environment. The message contains everything that a person needs to see. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    /** Each problem names its variable and says what to do. */
    readonly problems: readonly string[],
  ) {
    super(`Relink can’t start with this environment:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Variables that `npm start` and the CLI read for the local stack. */
const LOCAL_STACK_VARIABLES = ['RELINK_DATA_DIR', 'RELINK_SEED'];

/** Returns variables that look like Relink's but that it doesn't know. They are usually typos. */
export function unknownVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  const known = [...Object.keys(Environment.shape), ...LOCAL_STACK_VARIABLES];
  return Object.keys(env).filter((name) => name.startsWith('RELINK_') && !known.includes(name));
}

/** @throws {ConfigError} listing every invalid variable or, if each one is valid on its own, every other problem */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(present);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const e = parsed.data;
  // `npm start` runs its programs with the libraries' production code, but without the rules for production.
  const production = e.NODE_ENV === 'production' && e.RELINK_LOCAL === 'off';
  const problems: string[] = [];
  if (production && e.RELINK_SECONDS_PER_DAY !== DAY_SECONDS)
    problems.push(
      'RELINK_SECONDS_PER_DAY: compressed days are for trying Relink out and aren’t allowed in production. Unset it',
    );
  if (production && e.RELINK_SIMULATOR_URL)
    problems.push(
      'RELINK_SIMULATOR_URL: simulated networks are for trying Relink out and aren’t allowed in production. Unset it',
    );
  if (production && !e.PUBLIC_URL)
    problems.push('PUBLIC_URL: set it to the URL where people reach Relink, such as https://relink.example.org');
  if (production && e.PUBLIC_URL && new URL(e.PUBLIC_URL).protocol !== 'https:')
    problems.push('PUBLIC_URL: use https in production, because links and sign-ins go through it');
  if (production && !e.RESEND_BASE_URL && !e.RESEND_WEBHOOK_SECRET)
    problems.push(
      'RESEND_WEBHOOK_SECRET: set it to the signing secret of your Resend webhook. Without it, Relink doesn’t learn of bounces',
    );
  let keys: KeyRing | undefined;
  try {
    keys = KeyRing.parse(e.RELINK_KEYS);
  } catch (error) {
    problems.push((error as Error).message);
  }
  const credentials: Config['networks']['credentials'] = {};
  for (const provider of PROVIDER_NAMES) {
    const [id, secret] = [`${provider.toUpperCase()}_CLIENT_ID`, `${provider.toUpperCase()}_CLIENT_SECRET`];
    const [clientId, clientSecret] = [present[id], present[secret]];
    if (clientId && clientSecret) credentials[provider] = { clientId, clientSecret };
    else if (clientId || clientSecret)
      problems.push(`${clientId ? secret : id}: ${clientId ? id : secret} is set, so this one is required too`);
  }
  const tls = temporalTls(e, problems);
  if (e.METRICS_PORT === e.PORT)
    problems.push(`METRICS_PORT: ${e.PORT} is also PORT. Use a different port for metrics, or unset it`);
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: oidcId, OIDC_CLIENT_SECRET: oidcSecret } = e;
  if ([issuer, oidcId, oidcSecret].some(Boolean) && ![issuer, oidcId, oidcSecret].every(Boolean))
    problems.push('OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: set all three or none');
  if (production && issuer?.startsWith('http:'))
    problems.push('OIDC_ISSUER: use https in production, because people sign in through it');
  if (problems.length || !keys) throw new ConfigError(problems);

  return {
    production,
    port: e.PORT,
    host: e.HOST,
    publicUrl: new URL(e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).origin,
    productName: e.PRODUCT_NAME,
    databaseUrl: e.DATABASE_URL,
    temporal: {
      address: e.TEMPORAL_ADDRESS,
      namespace: e.TEMPORAL_NAMESPACE,
      apiKey: e.TEMPORAL_API_KEY,
      tls,
    },
    mail: {
      apiKey: e.RESEND_API_KEY,
      baseUrl: e.RESEND_BASE_URL,
      webhookSecret: e.RESEND_WEBHOOK_SECRET,
      from: e.MAIL_FROM,
      requestsPerSecond:
        e.RESEND_REQUESTS_PER_SECOND ?? (e.RESEND_BASE_URL ? EMBEDDED_REQUESTS_PER_SECOND : RESEND_REQUESTS_PER_SECOND),
      embedded: Boolean(e.RESEND_BASE_URL),
    },
    keys,
    secondsPerDay: e.RELINK_SECONDS_PER_DAY,
    dayMs: e.RELINK_SECONDS_PER_DAY * 1000,
    windows: windowsFor(e.RELINK_SECONDS_PER_DAY),
    networks: { credentials, simulatorUrl: e.RELINK_SIMULATOR_URL },
    oidc:
      issuer && oidcId && oidcSecret
        ? { issuer, clientId: oidcId, clientSecret: oidcSecret, trustEmail: e.OIDC_TRUST_EMAIL === 'on' }
        : null,
    migrate: e.RELINK_MIGRATE === 'on',
    trustProxy: e.RELINK_TRUST_PROXY,
    logLevel: e.RELINK_LOG_LEVEL,
    metricsPort: e.METRICS_PORT,
    healthPort: e.HEALTH_PORT,
  };
}

function temporalTls(e: z.infer<typeof Environment>, problems: string[]): TemporalTls | true | undefined {
  const file = (name: 'TEMPORAL_TLS_CERT' | 'TEMPORAL_TLS_KEY' | 'TEMPORAL_TLS_CA') => {
    const path = e[name];
    try {
      return path === undefined ? undefined : readFileSync(path);
    } catch (error) {
      problems.push(`${name}: can’t read the file: ${(error as Error).message}`);
      return undefined;
    }
  };
  const [crt, key, ca] = [file('TEMPORAL_TLS_CERT'), file('TEMPORAL_TLS_KEY'), file('TEMPORAL_TLS_CA')];
  if (Boolean(e.TEMPORAL_TLS_CERT) !== Boolean(e.TEMPORAL_TLS_KEY))
    problems.push(
      `TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY: only ${e.TEMPORAL_TLS_CERT ? 'TEMPORAL_TLS_CERT' : 'TEMPORAL_TLS_KEY'} is set. Set both or neither`,
    );
  if (!crt && !ca && !e.TEMPORAL_TLS_SERVER_NAME) return e.TEMPORAL_API_KEY ? true : undefined;
  return {
    clientCertPair: crt && key ? { crt, key } : undefined,
    serverRootCACertificate: ca,
    serverNameOverride: e.TEMPORAL_TLS_SERVER_NAME,
  };
}
