import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const jwk = (key: KeyObject): JsonWebKey => key.export({ format: 'jwk' });
const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
const ed25519 = () => generateKeyPairSync('ed25519');
const rsa = (modulusLength: number, publicExponent = 65537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });

const patch = (signInKey: unknown) => api.call('PATCH', '/v1/archive', { signInKey });
const stored = async () => (await api.call('GET', '/v1/archive')).body.signInKey;

test('a new archive has no sign-in key', async () => {
  expect(await stored()).toBeNull();
});

test.each([
  ['P-256', () => jwk(ec().publicKey)],
  ['Ed25519', () => jwk(ed25519().publicKey)],
  ['2048-bit RSA', () => jwk(rsa(2048).publicKey)],
])('a public key can be saved and removed: %s', async (_kind, make) => {
  const key = { ...make(), kid: '2026-11', use: 'sig' };
  expect((await patch(key)).status).toBe(200);
  expect(await stored()).toEqual(key);
  expect((await patch(null)).body.signInKey).toBeNull();
  expect(await stored()).toBeNull();
});

test('members that are not needed are not stored', async () => {
  const key = jwk(ec().publicKey);
  await patch({ ...key, x5c: ['MIIB'], key_ops: ['verify'] });
  expect(await stored()).toEqual(key);
});

/** The neutral element of the curve: y = 1. */
const NEUTRAL = Buffer.from([1, ...Array.from({ length: 31 }, () => 0)]).toString('base64url');
const point = jwk(ec().publicKey);
test.each<[string, unknown, RegExp]>([
  ['a private key', jwk(ec().privateKey), /private key/],
  ['a private RSA key', jwk(rsa(2048).privateKey), /private key/],
  ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }, /private key/],
  ['an unsupported curve', jwk(ec('P-384').publicKey), /P-256/],
  ['an encryption key', jwk(generateKeyPairSync('x25519').publicKey), /Ed25519/],
  ['an Ed25519 key of small order', { kty: 'OKP', crv: 'Ed25519', x: NEUTRAL }, /anyone/],
  ['a short RSA key', jwk(rsa(1024).publicKey), /2,048/],
  ['an RSA key with an exponent of 1', { ...jwk(rsa(2048).publicKey), e: 'AQ' }, /isn’t safe|wrong/],
  ['an incomplete key', { kty: 'EC', crv: 'P-256', x: point.x }, /complete/],
  ['a point that is not on the curve', { ...point, y: point.x }, /complete/],
  ['an id with a NUL', { ...point, kid: 'a\0b' }, /characters/],
  ['an id with half a surrogate pair', { ...point, kid: 'a\ud800' }, /characters/],
  ['a point that is not base64url', { ...point, x: `${point.x}\0` }, /complete/],
  ['an RSA key with a junk member', { ...jwk(rsa(2048).publicKey), crv: '\0' }, /complete/],
  ['a set of keys', { keys: [point] }, /one of them/],
  ['an algorithm for shared secrets', { ...point, alg: 'HS256' }, /“alg”/],
  ['a key for another use', { ...point, use: 'enc' }, /“sig”/],
  ['an empty object', {}, /isn’t supported/],
  ['a PEM string', '-----BEGIN PUBLIC KEY-----', /object/],
])('%s is refused, and the error says why', async (_what, key, why) => {
  await patch(point);
  const { status, body } = await patch(key);
  expect([status, body]).toMatchObject([422, { code: 'invalid_request', errors: [{ path: 'signInKey' }] }]);
  const [error] = body.errors as { message: string }[];
  expect(error?.message).toMatch(why);
  expect(await stored()).toEqual(point);
});
