/** What networks sign and send: Meta's signed requests, Google's security events, and the consents that they are about. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, eq } from 'drizzle-orm';
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters } from 'jose';
import type { Context } from '../../platform/context.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { newId } from '../../db/ids.js';
import { accounts, audit, credentials, disconnects, dueSteps } from '../../db/schema.js';
import type { NetworkName } from '../../domain/networks.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { anAccount, type City } from './builders.js';

export const seconds = (offset = 0): number => Math.floor(Date.now() / 1000) + offset;
export const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const META_SECRET = simulatorCredentials('facebook').clientSecret;

export function signedRequest(said: object | string, secret = META_SECRET): string {
  const payload = base64url(said);
  return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}

export const removed = (person: string, issuedAt = seconds(), secret = META_SECRET) =>
  signedRequest({ algorithm: 'HMAC-SHA256', issued_at: issuedAt, user_id: person }, secret);

export const formOf = (signed: string): string => new URLSearchParams({ signed_request: signed }).toString();

/** Creates an account that a person connected by signing in at the network, an hour ago by default. */
export async function aConsent(
  { db, config }: Pick<Context, 'db' | 'config'>,
  city: City,
  consent: {
    person: string;
    network?: NetworkName;
    networkAccountId?: string;
    ago?: number;
    refreshToken?: string;
    authorizationId?: string;
    parentProfileId?: string;
  },
): Promise<string> {
  const { person, network = 'facebook_page', ago = 3600, refreshToken, networkAccountId, parentProfileId } = consent;
  const accountId = await anAccount(db, city, { network, networkAccountId, parentProfileId });
  const subject = { archiveId: city.archiveId, accountId };
  const { authorizationId = newId('authorization') } = consent;
  const tokens = { accessToken: `access of ${accountId}`, refreshToken };
  await saveCredential(db, config.keys, subject, tokens, { authorizationId, authorizedBy: person });
  await db
    .update(credentials)
    .set({ authorizedAt: new Date(Date.now() - ago * 1000) })
    .where(eq(credentials.accountId, accountId));
  return accountId;
}

/** Returns everything about an account that a callback can change. */
export async function stateOf({ db }: Pick<Context, 'db'>, accountId: string) {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  const [credential] = await db.select().from(credentials).where(eq(credentials.accountId, accountId));
  const open = await db
    .select({
      id: disconnects.id,
      reason: disconnects.reason,
      rawCode: disconnects.rawCode,
      notBefore: dueSteps.notBefore,
    })
    .from(disconnects)
    .innerJoin(dueSteps, and(eq(dueSteps.archiveId, disconnects.archiveId), eq(dueSteps.disconnectId, disconnects.id)))
    .where(and(eq(disconnects.accountId, accountId), eq(disconnects.status, 'open')));
  const events = await db.select().from(audit).where(eq(audit.accountId, accountId)).orderBy(audit.id);
  return {
    status: account!.status,
    open,
    checkSoon: credential?.checkAfter !== undefined && credential.checkAfter !== null,
    credential: credential ?? null,
    events: events.map(({ type, actor }) => `${type} by ${actor.kind} ${actor.name}`),
  };
}

export const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';
export const OAUTH = 'https://schemas.openid.net/secevent/oauth/event-type/';
export const AUDIENCE = simulatorCredentials('google').clientId;

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** Serves a Google issuer's keys, which a test can take away or replace. */
export async function startIssuer() {
  const pair = () => generateKeyPair('RS256', { extractable: true });
  const state = { keys: new Map<string, Keys>([['one', await pair()]]), down: false, asked: [] as string[] };
  const server = createServer((request, response) => {
    state.asked.push(request.url ?? '');
    void (async () => {
      if (state.down) return response.writeHead(503).end();
      const { issuer } = self;
      const published = await Promise.all(
        [...state.keys].map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid, alg: 'RS256' })),
      );
      const body = request.url?.endsWith('/certs') ? { keys: published } : { issuer, jwks_uri: `${issuer}certs` };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self = {
    state,
    url,
    issuer: `${url}/google/`,
    pair,
    /** Creates a token as Google sends it; `changes` replace its claims. */
    async token(
      events: object,
      changes: object = {},
      header: Partial<JWTHeaderParameters> = {},
      key?: Keys['privateKey'],
    ) {
      const claims = { iss: self.issuer, aud: AUDIENCE, iat: seconds(), jti: randomUUID(), events, ...changes };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'secevent+jwt', ...header })
        .sign(key ?? state.keys.get('one')!.privateKey);
    },
    about: (sub: string) => ({ subject: { subject_type: 'iss-sub', iss: self.issuer, sub } }),
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
  return self;
}
