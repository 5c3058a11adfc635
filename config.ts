/**
 * Everything that the environment decides, read once and checked together at start. The same variables configure the embedded
 * stack (start.ts sets them for its children) and production.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PROVIDER_NAMES, type ProviderName } from './domain/networks.js';
import { windowsFor, type Windows } from './domain/windows.js';
import { KeyRing } from './keys.js';

const optional = z.string().trim().min(1).optional();
const port = z.coerce.number().int().min(1).max(65_535);

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string({ error: 'set it to the PostgreSQL of Relink, e.g. postgres://relink:…@db/relink' }).min(1),
  TEMPORAL_ADDRESS: z.string({ error: 'set it to host:port of Temporal' }).min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: optional,
  TEMPORAL_TLS_CERT: optional,
  TEMPORAL_TLS_KEY: optional,
  TEMPORAL_TLS_CA: optional,
  TEMPORAL_TLS_SERVER_NAME: optional,
  RESEND_API_KEY: z.string({ error: 'set it to the API key of Resend' }).min(1),
  RESEND_BASE_URL: z.url().optional(),
  RESEND_WEBHOOK_SECRET: optional,
  RESEND_REQUESTS_PER_SECOND: z.coerce.number().positive().max(1000).optional(),
  MAIL_FROM: z.string({ error: 'set it to the sender, an address of a domain that Resend has verified' }).min(3),
  RELINK_KEYS: z.string({ error: 'make a key with `openssl rand -base64 32` and set k1:<that>' }).min(1),
  RELINK_SECONDS_PER_DAY: z.coerce.number().positive().max(86_400).default(86_400),
  RELINK_SEED: z.enum(['demo', 'empty']).optional(),
  RELINK_MIGRATE: z.enum(['on', 'off']).default('on'),
  RELINK_DATA_DIR: z.string().default('.relink'),
  RELINK_SIMULATOR_URL: z.url().optional(),
  RELINK_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  RELINK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  METRICS_PORT: port.optional(),
  HEALTH_PORT: port.optional(),
});

export interface Config {
  production: boolean;
  port: number;
  host: string;
  /** Where people reach Relink; the origin of every link. No trailing slash. */
  publicUrl: string;
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
  /** Fill an empty database with one archive, whose key is written to the data folder; never in production. */
  seed: 'demo' | 'empty' | null;
  /** Whether the server applies missing migrations at start; off where a step of the deployment does. */
  migrate: boolean;
  dataDir: string;
  trustProxy: number;
  logLevel: string;
  metricsPort?: number;
  /** Where a worker answers `GET /healthz`; without it, it listens nowhere. */
  healthPort?: number;
}

export interface TemporalTls {
  clientCertPair?: { crt: Buffer; key: Buffer };
  serverRootCACertificate?: Buffer;
  serverNameOverride?: string;
}

/** What Resend allows by default. */
const RESEND_REQUESTS_PER_SECOND = 2;
const EMBEDDED_REQUESTS_PER_SECOND = 100;

/** @throws {Error} with every problem at once, one a line, each with what to do */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Relink cannot start with this environment:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  const production = e.NODE_ENV === 'production';
  const problems: string[] = [];
  if (production && e.RELINK_SECONDS_PER_DAY !== 86_400)
    problems.push('RELINK_SECONDS_PER_DAY: a compressed day is for trying Relink; production refuses it, unset it');
  if (production && e.RELINK_SIMULATOR_URL)
    problems.push('RELINK_SIMULATOR_URL: simulated networks are for trying Relink; production refuses them, unset it');
  if (production && !e.PUBLIC_URL)
    problems.push('PUBLIC_URL: set it to the address at which people reach Relink, e.g. https://relink.example.org');
  if (production && e.PUBLIC_URL && new URL(e.PUBLIC_URL).protocol !== 'https:')
    problems.push('PUBLIC_URL: production needs https, since links and sign-ins go through it');
  if (production && !e.RESEND_BASE_URL && !e.RESEND_WEBHOOK_SECRET)
    problems.push(
      'RESEND_WEBHOOK_SECRET: set it to the signing secret of the webhook at Resend, else bounces go unseen',
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
      problems.push(`${clientId ? secret : id}: ${clientId ? id : secret} is set, so this is needed too`);
  }
  if (problems.length || !keys)
    throw new Error(`Relink cannot start with this environment:\n${problems.map((p) => `  ${p}`).join('\n')}`);

  return {
    production,
    port: e.PORT,
    host: e.HOST,
    publicUrl: new URL(e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).origin,
    databaseUrl: e.DATABASE_URL,
    temporal: {
      address: e.TEMPORAL_ADDRESS,
      namespace: e.TEMPORAL_NAMESPACE,
      apiKey: e.TEMPORAL_API_KEY,
      tls: temporalTls(e),
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
    seed: production ? null : (e.RELINK_SEED ?? null),
    migrate: e.RELINK_MIGRATE === 'on',
    dataDir: e.RELINK_DATA_DIR,
    trustProxy: e.RELINK_TRUST_PROXY,
    logLevel: e.RELINK_LOG_LEVEL,
    metricsPort: e.METRICS_PORT,
    healthPort: e.HEALTH_PORT,
  };
}

function temporalTls(e: z.infer<typeof Environment>): TemporalTls | true | undefined {
  const file = (path?: string) => (path ? readFileSync(path) : undefined);
  const [crt, key, ca] = [file(e.TEMPORAL_TLS_CERT), file(e.TEMPORAL_TLS_KEY), file(e.TEMPORAL_TLS_CA)];
  if (!crt && !ca && !e.TEMPORAL_TLS_SERVER_NAME) return e.TEMPORAL_API_KEY ? true : undefined;
  return {
    clientCertPair: crt && key ? { crt, key } : undefined,
    serverRootCACertificate: ca,
    serverNameOverride: e.TEMPORAL_TLS_SERVER_NAME,
  };
}
