/** The address that people and networks reach Relink at: what a redirect URI may look like at all of them. */
import { isIP } from 'node:net';
import type { Diagnosis } from '../doctor/diagnosis.js';

export interface PublicAddress {
  /** The origin; null when there is none to build a redirect URI of. */
  url: string | null;
  diagnoses: Diagnosis[];
}

const WHAT = 'public address';

/**
 * https and a name of its own: Google refuses addresses by number, wildcards and fragments, Facebook and LinkedIn plain http, X the
 * name localhost. Each of them allows some of it for trying, so that only production insists.
 */
export function publicAddress(env: NodeJS.ProcessEnv): PublicAddress {
  const text = env.PUBLIC_URL?.trim();
  if (!text)
    return wrong(
      null,
      'PUBLIC_URL is not set: it is the address of every redirect URI, e.g. https://relink.example.org',
    );
  if (!URL.canParse(text))
    return wrong(null, 'PUBLIC_URL is no address; give a whole one, e.g. https://relink.example.org');
  const url = new URL(text);
  const problems = problemsOf(url, text);
  const { origin } = url;
  if (problems.length === 0) return { url: origin, diagnoses: [{ what: WHAT, ok: true, detail: origin }] };
  if (env.NODE_ENV === 'production') return wrong(origin, `PUBLIC_URL: ${problems.join('; ')}`);
  const detail = `${origin}: ${problems.join('; ')}. Enough for trying on this machine, not for production.`;
  return { url: origin, diagnoses: [{ what: WHAT, ok: false, unsure: true, detail }] };
}

const wrong = (url: string | null, detail: string): PublicAddress => ({
  url,
  diagnoses: [{ what: WHAT, ok: false, detail }],
});

function problemsOf({ protocol, hostname, pathname, search, username }: URL, text: string): string[] {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return [
    protocol !== 'https:' && 'networks send people back over https only',
    (bare === 'localhost' || bare.endsWith('.localhost')) && 'localhost leads each person to their own machine',
    isIP(bare) !== 0 && 'an address by number is refused as a redirect URI; give a name',
    hostname.includes('*') && 'a wildcard is no redirect URI',
    isIP(bare) === 0 &&
      !bare.includes('.') &&
      bare !== 'localhost' &&
      'the name has no domain, so that nobody outside finds it',
    text.includes('#') && 'a fragment (#…) is not allowed in a redirect URI',
    (pathname !== '/' || search !== '') && 'only the origin counts; leave out what is behind it',
    username !== '' && 'a user name has no place in it',
  ].filter((problem) => problem !== false);
}
