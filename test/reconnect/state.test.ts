import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { KeyRing, randomSecret } from '../../platform/key-ring.js';
import { sealState, openState } from '../../services/reconnect/oauth-states.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [first, second] = [key('k1'), key('k2')];
const keys = KeyRing.parse(first);
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const provider = fc.constantFrom(...PROVIDER_NAMES);
const nonce = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

test('a state opens only in the browser and at the provider that it was issued for', () => {
  fc.assert(
    fc.property(hash, provider, provider, nonce, nonce, (row, here, there, mine, theirs) => {
      const { state, codeVerifier } = sealState(keys, here, row, mine);
      expect(openState(keys, here, state, mine)).toEqual({ hash: row, state, codeVerifier });
      if (there !== here) expect(openState(keys, there, state, mine)).toBeNull();
      if (theirs !== mine) expect(openState(keys, here, state, theirs)).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('a modified state is rejected', () => {
  const row = randomBytes(32);
  const mine = randomSecret();
  const { state } = sealState(keys, 'x', row, mine);
  const edit = fc.oneof(
    fc
      .tuple(fc.nat(state.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, c]) => state.slice(0, at) + c + state.slice(at + 1)),
    fc.nat(state.length).map((at) => state.slice(0, at)),
    fc.string().map((more) => state + more),
    fc.string(),
  );
  fc.assert(
    fc.property(edit, (changed) => {
      fc.pre(changed !== state);
      expect(openState(keys, 'x', changed, mine)).toBeNull();
    }),
    { numRuns: 20_000 },
  );
});

test('a sign-in in progress survives a new key, but not the removal of its own key', () => {
  const row = randomBytes(32);
  const mine = randomSecret();
  const { state } = sealState(keys, 'x', row, mine);
  expect(openState(KeyRing.parse(`${second},${first}`), 'x', state, mine)?.hash).toEqual(row);
  expect(openState(KeyRing.parse(second), 'x', state, mine)).toBeNull();
});
