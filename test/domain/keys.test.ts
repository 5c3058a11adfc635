/** The key ring: what was tampered with, moved, or made with a lost key can't be decrypted. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRing, sameSecret } from '../../platform/key-ring.js';

const key = () => randomBytes(32).toString('base64');
const row = ['archive', 'account', 'acc_1', 'access'];

describe('the key ring', () => {
  it('decrypts what it encrypted for the same row', () => {
    const ring = KeyRing.parse(`k1:${key()}`);
    fc.assert(fc.property(fc.string(), (token) => expect(ring.decrypt(ring.encrypt(token, row), row)).toBe(token)));
  });

  it('refuses a ciphertext moved to another row', () => {
    const ring = KeyRing.parse(`k1:${key()}`);
    const sealed = ring.encrypt('token', row);
    expect(() => ring.decrypt(sealed, ['archive', 'account', 'acc_2', 'access'])).toThrow();
  });

  it('refuses a ciphertext with any byte changed', () => {
    const ring = KeyRing.parse(`k1:${key()}`);
    const sealed = ring.encrypt('token', row);
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = Buffer.from(sealed);
      changed[i] = changed[i]! ^ 1;
      expect(() => ring.decrypt(changed, row)).toThrow();
    }
  });

  it('decrypts with an older key, and says which key is missing', () => {
    const old = `k1:${key()}`;
    const sealed = KeyRing.parse(old).encrypt('token', row);
    expect(KeyRing.parse(`k2:${key()},${old}`).decrypt(sealed, row)).toBe('token');
    expect(() => KeyRing.parse(`k2:${key()}`).decrypt(sealed, row)).toThrow(/doesn’t have the key k1/);
  });

  it.each([
    ['', /RELINK_KEYS is empty/],
    ['k1', /<id>:<base64/],
    [`k1:${randomBytes(16).toString('base64')}`, /has 16 bytes/],
    [`k1:${key()},k1:${key()}`, /twice/],
    [`k1:${key()},k1:gone`, /twice/],
    ['k1:gone', /is empty/],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => KeyRing.parse(text)).toThrow(message);
  });

  it('knows which keys are gone', () => {
    const ring = KeyRing.parse(`k1:gone,k2:${key()}`);
    expect([ring.currentId, ring.ids, ring.has('k1'), ring.goneIds]).toEqual(['k2', ['k2'], false, ['k1']]);
  });

  it('derives different values for different purposes, parts, and keys', () => {
    const ring = KeyRing.parse(`k2:${key()},k1:${key()}`);
    const macs = [
      ring.mac('a', ['x', 'y']),
      ring.mac('b', ['x', 'y']),
      ring.mac('a', ['xy']),
      ring.mac('a', ['x', 'y'], 'k1'),
    ];
    expect(new Set(macs.map((mac) => mac.toString('hex'))).size).toBe(4);
    expect(ring.mac('a', ['x', 'y'])).toEqual(macs[0]);
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
  });
});
