import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  readLinkFragment,
  secretForUrl,
  SHORTEST_SECRET,
  withoutSecrets,
  withRealHash,
  withRealPath,
} from '../../domain/secret-urls.js';

const LINK = `lnk_${'0a'.repeat(16)}`;
const ACCOUNT = `acc_${'1b'.repeat(16)}`;
const SECRET = 'qX-3_VYbW0aZr7nTq9LkM2cD4eF5gH6j';

test('no secret in a link ends in a character that a mail program leaves out of the link', () => {
  for (let n = 0; n < 5000; n += 1) {
    const secret = secretForUrl(randomBytes(32).toString('base64url'));
    expect(secret).toMatch(/^[A-Za-z0-9_-]*[A-Za-z0-9]$/);
    expect(secret.length).toBeGreaterThanOrEqual(SHORTEST_SECRET - 3);
  }
  expect(secretForUrl(`${'a'.repeat(30)}-_`)).toBe('a'.repeat(30));
});

test.each([
  ['a line break, and the > of a quoted reply', (link: string) => `${link.slice(0, 50)}%0D%0A%3E%20${link.slice(50)}`],
  ['a soft line break of quoted-printable', (link: string) => `${link.slice(0, 50)}=%0A${link.slice(50)}`],
  ['a space', (link: string) => `${link.slice(0, 50)} ${link.slice(50)}`],
  ['an invisible character', (link: string) => `${link.slice(0, 50)}%E2%80%8B${link.slice(50)}\u00ad`],
  ['percent-encoding', (link: string) => link.replaceAll('.', '%2E').replaceAll('_', '%5F')],
  ['percent-encoding twice', (link: string) => link.replaceAll('.', '%252E')],
])('a link in whose middle there is %s is read as it was sent', (_what, spoil) => {
  const spoiled = spoil(`${LINK}.${SECRET}.${ACCOUNT}`);
  expect(readLinkFragment(spoiled)).toEqual({ link: LINK, secret: SECRET, account: ACCOUNT });
});

test.each([
  '.',
  ',',
  ')',
  '>',
  '&gt;',
  '”',
  "'",
  '*',
  '_',
  '%22',
  '?utm_source=mail&utm_id=1',
  '&fbclid=Iw',
  ' Thanks, Jane',
])('what was copied along at the end (%s) doesn’t count', (junk) => {
  expect(readLinkFragment(`${LINK}.${SECRET}.${ACCOUNT}${junk}`)).toEqual({
    link: LINK,
    secret: SECRET,
    account: ACCOUNT,
  });
  const { link, secret } = readLinkFragment(`${LINK}.${SECRET}${junk}`)!;
  expect([link, secret.slice(0, SECRET.length)]).toEqual([LINK, SECRET]);
});

test('a fragment without its beginning is no link', () => {
  for (const text of ['', LINK, `${LINK}.`, SECRET, '%', '%E0%A4%A']) expect(readLinkFragment(text)).toBeNull();
});

test.each([
  [`/connect%23${LINK}.${SECRET}`, `/connect#${LINK}.${SECRET}`],
  [`/connect/%23${LINK}.${SECRET}.`, `/connect#${LINK}.${SECRET}.`],
  [`/connect%2523${LINK}.${SECRET}`, `/connect#${LINK}.${SECRET}`],
  [`/Connect?utm_source=mail%23${LINK}.${SECRET}`, `/connect#${LINK}.${SECRET}`],
  ['/sign-in/open%23sgn_1.abc', '/sign-in/open#sgn_1.abc'],
  ['/preferences%23arc_1.usr_1.abc?utm_medium=email', '/preferences#arc_1.usr_1.abcutm_mediumemail'],
  ['/connect', null],
  ['/connect/accounts?account=acc_1', null],
  ['/elsewhere%23x', null],
])('%s leads on to %s', (url, to) => {
  expect(withRealHash(url)).toBe(to);
});

test.each([
  ['/connect%20', '/connect'],
  ['/connect.', '/connect'],
  ['/connect%3E', '/connect'],
  ['/connect%E2%80%8B', '/connect'],
  ['/con%C2%ADnect', '/connect'],
  ['/connect%0D%0A', '/connect'],
  ['//connect', '/connect'],
  ['/conne', '/connect'],
  ['/sign-in/op', '/sign-in/open'],
  ['/sign-in/open)', '/sign-in/open'],
  ['/Preferences%20', '/preferences'],
  [`/connect*${LINK}.${SECRET}`, `/connect#${LINK}.${SECRET}`],
  [`/connect/*${LINK}.${SECRET}`, `/connect#${LINK}.${SECRET}`],
  ['/', null],
  ['/con', null],
  ['/configure', null],
  ['/connect', null],
  ['/CONNECT', null],
  ['/connect/', null],
  ['/connect?utm_source=mail', null],
  ['/connect/accounts', null],
  ['/connect/session', null],
  ['/connections', null],
  ['/preferences/unsubscribe?token=x', null],
  ['/sign-in', null],
  ['/sign-in/oidc', null],
  ['/sign-in/', null],
])('the spoiled path %s leads to %s', (url, to) => {
  expect(withRealPath(url)).toBe(to);
  if (to !== null) expect(withRealPath(to.replace(/#.*/, ''))).toBeNull();
});

test.each([
  `/connect*${LINK}.${SECRET}`,
  `/connect/*${LINK}.${SECRET}`,
  `//connect.${LINK}.${SECRET}`,
  `/con%C2%ADnect*${LINK}.${SECRET}`,
  `/elsewhere/${LINK}.${SECRET}`,
  `/sign-in/open*sgn_1.${SECRET}`,
  `/preferences*arc_1.usr_1.${SECRET}`,
  `/connect%23${LINK}.${SECRET}`,
  `/CONNECT%2523${LINK}.${SECRET}`,
  `/x#${SECRET}`,
  `/connect?a=1%23${SECRET}`,
  `/reconnect/${SECRET}`,
  `/Reconnect/${SECRET}`,
  `/data-deletion/${SECRET}`,
])('the log has no secret of %s', (url) => {
  expect(withoutSecrets(url)).not.toContain(SECRET);
});
