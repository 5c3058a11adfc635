/**
 * A valid request for every route of the OpenAPI document, so that tests can go through them all. A route without a sample fails those
 * tests: anyone who adds a route adds a sample call here.
 */
import { randomInt } from 'node:crypto';
import { newId } from '../../db/ids.js';
import type { Context } from '../../platform/context.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { users } from '../../db/schema.js';
import { aSurgeHold, anAccount, aRunningTransfer, type City } from '../rig/builders.js';
import { DAY_MS } from '../rig/calendar.js';
import { report } from '../rig/reports.js';

/** A new account's id, as X and Facebook write theirs. */
const aNetworkId = () => String(randomInt(1e14, 2e14));

/** The things in one archive that the samples refer to. */
export interface Things {
  account: string;
  disconnectedAccount: string;
  disconnect: string;
  user: string;
  owner: string;
  administrator: string;
  mover: string;
  toOwner: string;
  transfer: string;
  apiKey: string;
  surgeHold: string;
  otherSurgeHold: string;
}

export async function thingsOf(context: Context, city: City): Promise<Things> {
  const { db, config } = context;
  const account = await anAccount(db, city);
  await saveCredential(db, config.keys, { archiveId: city.archiveId, accountId: account }, { accessToken: 'secret' });
  const disconnectedAccount = await anAccount(db, city);
  const disconnect = await report(context, city.archiveId, disconnectedAccount);
  const toOwner = newId('user');
  await db.insert(users).values({
    archiveId: city.archiveId,
    id: toOwner,
    name: 'Third',
    email: `${toOwner}@city.example`,
    isAccountOwner: true,
  });
  return {
    account,
    disconnectedAccount,
    disconnect: disconnect.id,
    user: city.otherOwner,
    owner: city.owner,
    administrator: city.primary,
    mover: await anAccount(db, city),
    toOwner,
    transfer: await aRunningTransfer(db, city, [], toOwner),
    surgeHold: await aSurgeHold(db, city),
    otherSurgeHold: await aSurgeHold(db, city, 'youtube'),
    apiKey: (await insertApiKey(db, { archiveId: city.archiveId, name: 'old', scopes: ['read'] })).id,
  };
}

export interface Sample {
  path: string;
  body?: unknown;
  csv?: string;
  /** Set for calls that only a person can make. */
  as?: string;
  /** Whether the path or body names something in an archive; with another archive's ids, nothing is found. */
  aboutSomething: boolean;
}

const anyone = () => ({ name: 'Somebody', email: `${newId('user')}@city.example`, roles: ['account_owner'] });
const future = () => new Date(Date.now() + DAY_MS).toISOString();

type Make = (things: Things) => Omit<Sample, 'aboutSomething'> & { general?: true };

const SAMPLES: Record<string, Make> = {
  'POST /v1/disconnects': ({ account }) => ({ path: '/v1/disconnects', body: { accountId: account } }),
  'GET /v1/disconnects': () => ({ path: '/v1/disconnects', general: true }),
  'GET /v1/disconnects/{id}': ({ disconnect }) => ({ path: `/v1/disconnects/${disconnect}` }),
  'GET /v1/disconnects/{id}/timeline': ({ disconnect }) => ({ path: `/v1/disconnects/${disconnect}/timeline` }),
  'POST /v1/disconnects/{id}/pause': ({ disconnect }) => ({
    path: `/v1/disconnects/${disconnect}/pause`,
    body: { until: future(), reason: 'Holidays' },
  }),
  'POST /v1/disconnects/{id}/resume': ({ disconnect }) => ({ path: `/v1/disconnects/${disconnect}/resume`, body: {} }),
  'POST /v1/disconnects/{id}/withdraw': ({ disconnect }) => ({
    path: `/v1/disconnects/${disconnect}/withdraw`,
    body: { reason: 'A mistake' },
  }),
  'GET /v1/surge-holds': () => ({ path: '/v1/surge-holds', general: true }),
  'GET /v1/surge-holds/{id}': ({ surgeHold }) => ({ path: `/v1/surge-holds/${surgeHold}` }),
  'POST /v1/surge-holds/{id}/release': ({ surgeHold }) => ({ path: `/v1/surge-holds/${surgeHold}/release`, body: {} }),
  'POST /v1/surge-holds/{id}/withdraw': ({ otherSurgeHold }) => ({
    path: `/v1/surge-holds/${otherSurgeHold}/withdraw`,
    body: { reason: 'The network was wrong' },
  }),
  'POST /v1/token-checks': ({ account }) => ({ path: '/v1/token-checks', body: { accountIds: [account] } }),
  'GET /v1/gaps': () => ({ path: '/v1/gaps', general: true }),
  'GET /v1/dashboard': () => ({ path: '/v1/dashboard', general: true }),
  'POST /v1/accounts': ({ owner }) => ({
    path: '/v1/accounts',
    body: { network: 'x', networkAccountId: aNetworkId(), name: 'New', ownerId: owner },
  }),
  'GET /v1/accounts': () => ({ path: '/v1/accounts', general: true }),
  'GET /v1/accounts/{id}': ({ account }) => ({ path: `/v1/accounts/${account}` }),
  'PATCH /v1/accounts/{id}': ({ account }) => ({
    path: `/v1/accounts/${account}`,
    body: { status: 'inactive', reason: 'Closed' },
  }),
  'DELETE /v1/accounts/{id}': ({ account }) => ({ path: `/v1/accounts/${account}` }),
  'GET /v1/accounts/{id}/credential': ({ account }) => ({ path: `/v1/accounts/${account}/credential` }),
  'GET /v1/accounts/{id}/reconnect-checks': ({ account }) => ({ path: `/v1/accounts/${account}/reconnect-checks` }),
  'POST /v1/accounts/{id}/reconnected': ({ disconnectedAccount }) => ({
    path: `/v1/accounts/${disconnectedAccount}/reconnected`,
    body: {},
  }),
  'POST /v1/accounts/{id}/reconnect': ({ account, owner }) => ({
    path: `/v1/accounts/${account}/reconnect`,
    body: {},
    as: owner,
  }),
  'POST /v1/accounts/import': () => ({
    path: '/v1/accounts/import',
    csv: 'network,networkAccountId,name,ownerEmail\n',
    general: true,
  }),
  'POST /v1/parent-profiles': ({ owner }) => ({
    path: '/v1/parent-profiles',
    body: { network: 'facebook', networkProfileId: aNetworkId(), name: 'P', ownerId: owner },
  }),
  'GET /v1/parent-profiles': () => ({ path: '/v1/parent-profiles', general: true }),
  'POST /v1/users': () => ({ path: '/v1/users', body: anyone(), general: true }),
  'GET /v1/users': () => ({ path: '/v1/users', general: true }),
  'GET /v1/users/{id}': ({ user }) => ({ path: `/v1/users/${user}` }),
  'PATCH /v1/users/{id}': ({ user }) => ({ path: `/v1/users/${user}`, body: { name: 'Renamed' } }),
  'DELETE /v1/users/{id}': ({ user }) => ({ path: `/v1/users/${user}` }),
  'POST /v1/users/{id}/invitation': ({ administrator }) => ({
    path: `/v1/users/${administrator}/invitation`,
    body: {},
  }),
  'POST /v1/users/{id}/personalized-link': ({ user }) => ({
    path: `/v1/users/${user}/personalized-link`,
    body: { delivery: 'copy' },
  }),
  'POST /v1/users/{id}/email-retry': ({ user }) => ({ path: `/v1/users/${user}/email-retry` }),
  'POST /v1/users/import': () => ({ path: '/v1/users/import', csv: 'name,email,roles\n', general: true }),
  'POST /v1/transfers': ({ mover, toOwner }) => ({
    path: '/v1/transfers',
    body: { accountIds: [mover], toOwnerId: toOwner },
  }),
  'GET /v1/transfers': () => ({ path: '/v1/transfers', general: true }),
  'GET /v1/transfers/{id}': ({ transfer }) => ({ path: `/v1/transfers/${transfer}` }),
  'GET /v1/archive': () => ({ path: '/v1/archive', general: true }),
  'PATCH /v1/archive': () => ({ path: '/v1/archive', body: { timeZone: 'America/Chicago' }, general: true }),
  'GET /v1/api-keys': () => ({ path: '/v1/api-keys', general: true }),
  'POST /v1/api-keys': () => ({ path: '/v1/api-keys', body: { name: 'Exports', scopes: ['read'] }, general: true }),
  'POST /v1/api-keys/{id}/pass-on': ({ apiKey, administrator }) => ({
    path: `/v1/api-keys/${apiKey}/pass-on`,
    body: { userId: administrator },
  }),
  'DELETE /v1/api-keys/{id}': ({ apiKey }) => ({ path: `/v1/api-keys/${apiKey}` }),
  'GET /v1/changes': () => ({ path: '/v1/changes', general: true }),
};

export function sampleOf(operation: string, things: Things): Sample {
  const make = SAMPLES[operation];
  if (!make) throw new Error(`test/api/samples.ts has no sample for ${operation}`);
  const { general, ...sample } = make(things);
  return { ...sample, aboutSomething: !general };
}
