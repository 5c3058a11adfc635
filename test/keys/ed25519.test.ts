/** Public Ed25519 keys with which anyone can make signatures. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isWeakEd25519Key } from '../../services/archives/ed25519.js';

/** The y coordinates of all points of small order, in every encoding: libsodium's ge25519_has_small_order. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => Buffer.from(hex, 'hex'));

const withSign = (key: Buffer) => Buffer.from([...key.subarray(0, 31), key[31]! | 0x80]);

test.each([...SMALL_ORDER, ...SMALL_ORDER.map(withSign)].map((key) => [key.toString('hex'), key]))(
  'a key of small order is recognized: %s',
  (_hex, key) => expect(isWeakEd25519Key(key as Buffer)).toBe(true),
);

test('no key that a person made is called weak', () => {
  for (let n = 0; n < 50; n += 1) {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    expect(isWeakEd25519Key(Buffer.from(x!, 'base64url'))).toBe(false);
  }
});
