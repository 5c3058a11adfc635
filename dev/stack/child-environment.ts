/** The environment for server.ts and worker.ts: the user's own settings, and where the embedded parts are. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { secretFile } from './secret-file.js';
import type { Settings } from './settings.js';

export interface EmbeddedAddresses {
  port: number;
  publicUrl: string;
  databaseUrl?: string;
  temporalAddress?: string;
  inboxUrl?: string;
  simulatorUrl?: string;
}

/** Shared by the inbox and Relink, in place of the values that Resend's dashboard would show. */
export function inboxSecrets(dataDir: string): { apiKey: string; webhookSecret: string } {
  const remedy = 'Delete it. The next start creates a new one.';
  return {
    apiKey: secretFile({
      file: path.join(dataDir, 'inbox-api-key'),
      make: () => `re_${randomBytes(24).toString('hex')}`,
      remedy,
    }),
    webhookSecret: secretFile({
      file: path.join(dataDir, 'inbox-webhook-secret'),
      make: () => `whsec_${randomBytes(24).toString('base64')}`,
      remedy,
    }),
  };
}

/** @param keys the key ring (local-keys.ts) */
export function childEnvironment(settings: Settings, addresses: EmbeddedAddresses, keys: string): NodeJS.ProcessEnv {
  const { env, dataDir, embedded, namespace, production } = settings;
  return {
    ...env,
    // React's development code takes several times as long.
    NODE_ENV: env.NODE_ENV ?? 'production',
    RELINK_LOCAL: production ? 'off' : 'on',
    PORT: String(addresses.port),
    PUBLIC_URL: addresses.publicUrl,
    RELINK_KEYS: keys,
    TEMPORAL_NAMESPACE: namespace,
    ...(embedded.postgres && { DATABASE_URL: addresses.databaseUrl }),
    ...(embedded.temporal && { TEMPORAL_ADDRESS: addresses.temporalAddress, ...NO_TEMPORAL_CREDENTIALS }),
    ...(addresses.inboxUrl && {
      RESEND_API_KEY: inboxSecrets(dataDir).apiKey,
      RESEND_BASE_URL: addresses.inboxUrl,
      RESEND_WEBHOOK_SECRET: inboxSecrets(dataDir).webhookSecret,
      MAIL_FROM: env.MAIL_FROM ?? 'ArchiveSocial <notices@relink.example>',
    }),
    ...(addresses.simulatorUrl && { RELINK_SIMULATOR_URL: addresses.simulatorUrl }),
  };
}

/** These are meant for an external Temporal; the embedded one speaks plain text on loopback. */
const NO_TEMPORAL_CREDENTIALS = {
  TEMPORAL_API_KEY: undefined,
  TEMPORAL_TLS_CERT: undefined,
  TEMPORAL_TLS_KEY: undefined,
  TEMPORAL_TLS_CA: undefined,
  TEMPORAL_TLS_SERVER_NAME: undefined,
};

/** This machine's proxy is for the outside world, but gRPC and other clients would send loopback traffic through it too. */
export function keepLoopbackDirect(env: NodeJS.ProcessEnv = process.env): void {
  const direct = ['127.0.0.1', 'localhost', '::1', env.no_proxy ?? env.NO_PROXY].filter(Boolean).join(',');
  env.no_proxy = direct;
  env.NO_PROXY = direct;
}
