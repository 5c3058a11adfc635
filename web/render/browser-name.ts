/** Names a browser as people do, from the description that it sends (User-Agent). */
import type { Messages } from '../../i18n/index.js';

const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

const named = (list: typeof BROWSERS | typeof SYSTEMS, userAgent: string) =>
  list.find(([pattern]) => pattern.test(userAgent))?.[1];

/** "Firefox on Windows": enough for people to recognize their own browser. */
export function browserName(userAgent: string | null, you: Messages['you']): string {
  const [browser, system] = [named(BROWSERS, userAgent ?? ''), named(SYSTEMS, userAgent ?? '')];
  return browser && system ? you.browser({ browser, system }) : (browser ?? system ?? you.unknownBrowser);
}
