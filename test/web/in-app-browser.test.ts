import { expect, test } from '@jest/globals';
import { isInAppBrowser } from '../../web/reconnect/in-app-browser.js';

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  ['Facebook', `${iPhone} Mobile/15E148 [FBAN/FBIOS;FBAV/490.0.0]`],
  ['Instagram', `${iPhone} Mobile/15E148 Instagram 350.0.0`],
  ['LINE', `${iPhone} Mobile/15E148 Safari/604.1 Line/14.0.0`],
  ['LinkedIn', `${iPhone} Mobile/15E148 [LinkedInApp]/9.30`],
  [
    'Gmail on Android',
    `${android.replace('Pixel 9', 'Pixel 9; wv')} Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
  ],
  ['a mail app on an iPhone', `${iPhone} Mobile/15E148`],
])('%s is recognized as an in-app browser', (_name, userAgent) => {
  expect(isInAppBrowser(userAgent)).toBe(true);
});

test.each([
  ['Safari on an iPhone', `${iPhone} Version/18.1 Mobile/15E148 Safari/604.1`],
  ['Chrome on an iPhone', `${iPhone} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1`],
  ['Chrome on Android', `${android} Chrome/130.0.0.0 Mobile Safari/537.36`],
  ['Firefox', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'],
  [
    'Edge',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
  ],
  ['a client without a User-Agent', undefined],
])('%s isn’t mistaken for an in-app browser', (_name, userAgent) => {
  expect(isInAppBrowser(userAgent)).toBe(false);
});
