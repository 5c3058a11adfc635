import { describe, expect, it } from '@jest/globals';
import { whomToAsk } from '../../domain/whom-to-ask.js';

describe('whom a person is told to ask', () => {
  const primary = { id: 'usr_1', name: 'Dana' };

  it('is the Primary Administrator', () => {
    expect(whomToAsk(primary, { id: 'usr_2' })).toBe(primary);
  });

  it('is the Primary Administrator when the reader isn’t known', () => {
    expect(whomToAsk(primary, undefined)).toBe(primary);
  });

  it('is no one when the reader is the Primary Administrator', () => {
    expect(whomToAsk(primary, { id: 'usr_1' })).toBeNull();
  });

  it('is no one when the archive has no Primary Administrator', () => {
    expect(whomToAsk(null, { id: 'usr_2' })).toBeNull();
  });
});
