/** The API over real HTTP on its own database, with an archive of people and accounts, and a second archive. */
import { randomBytes } from 'node:crypto';
import { SCOPES, type Scope } from '../../domain/principal.js';
import { readConfig } from '../../platform/config.js';
import { createContext, type Context } from '../../platform/context.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { serve } from '../../server.js';
import { aCity, type City } from './builders.js';
import { createTestDatabase } from './database.js';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('the secret of the tests').toString('base64')}`;

export interface Reply<T = Body> {
  status: number;
  body: T;
  headers: Headers;
  text: string;
}

export interface CallOptions {
  key?: string | null;
  as?: string;
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

export interface Api {
  origin: string;
  context: Context;
  city: City;
  /** A key of the city with every scope. */
  key: string;
  otherCity: City;
  otherKey: string;
  call<T = Body>(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply<T>>;
  upload<T = Body>(path: string, csv: string | Buffer, options?: CallOptions): Promise<Reply<T>>;
  aKey(scopes: readonly Scope[], city?: City): Promise<string>;
  close(): Promise<void>;
}

/** What tests read from answers; each test must check that it is there. */
export interface Body {
  id: string;
  code: string;
  type: string;
  status: string;
  url: string;
  email: string;
  nextEmailAt: string;
  nextCursor: string;
  items: { id: string; type: string; accountId: string; [member: string]: unknown }[];
  [member: string]: unknown;
}

export async function createApi(options: { environment?: Record<string, string> } = {}): Promise<Api> {
  const database = await createTestDatabase();
  const config = readConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: 'http://127.0.0.1:9',
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_SIMULATOR_URL: 'http://127.0.0.1:9',
    RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    RELINK_LOG_LEVEL: process.env.TEST_LOG ?? 'fatal',
    PUBLIC_URL: 'https://relink.example',
    ...options.environment,
  });
  const context = createContext(config, { name: 'test' });
  const city = await aCity(context.db);
  const otherCity = await aCity(context.db);
  const aKey = async (scopes: readonly Scope[], of: City = city) =>
    (await insertApiKey(context.db, { archiveId: of.archiveId, name: 'capture engine', scopes })).key;
  const key = await aKey(SCOPES);
  const server = await serve(context, { port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;

  const send = async (
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    type: string,
    given: CallOptions,
  ) => {
    const headers = new Headers(given.headers);
    if (given.key !== null) headers.set('authorization', `Bearer ${given.key ?? key}`);
    if (given.as) headers.set('x-relink-acting-user', given.as);
    if (given.idempotencyKey) headers.set('idempotency-key', given.idempotencyKey);
    if (body !== undefined && !headers.has('content-type')) headers.set('content-type', type);
    const response = await fetch(origin + path, { method, headers, body });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : {} };
  };
  return {
    origin,
    context,
    city,
    key,
    otherCity,
    otherKey: await aKey(SCOPES, otherCity),
    aKey,
    call: (method, path, body, given = {}) =>
      send(
        method,
        path,
        body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
        'application/json',
        given,
      ),
    upload: (path, csv, given = {}) =>
      send('POST', path, typeof csv === 'string' ? csv : new Uint8Array(csv), 'text/csv', given),
    async close() {
      await server.stop();
      await context.dispose();
      await database.close();
    },
  };
}
