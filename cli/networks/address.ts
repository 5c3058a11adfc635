/** Checks the public address, which every redirect URI starts with, against the rules of all the networks. */
import { isIP } from 'node:net';
import type { Diagnosis } from '../doctor/diagnosis.js';

export interface PublicAddress {
  /** The origin; null if there is none to build a redirect URI from. */
  url: string | null;
  diagnoses: Diagnosis[];
}

const CHECK_NAME = 'public address';

/**
 * Requires HTTPS and a host name. Google refuses IP addresses, wildcards, and fragments; Facebook and LinkedIn refuse plain HTTP; X
 * refuses the name localhost. Each allows some of these for testing, so only production requires all of it.
 */
export function publicAddress(env: NodeJS.ProcessEnv): PublicAddress {
  const text = env.PUBLIC_URL?.trim();
  if (!text)
    return invalid(
      null,
      'PUBLIC_URL isn’t set. Every redirect URI starts with it. Set it to something like https://relink.example.org',
    );
  if (!URL.canParse(text))
    return invalid(null, 'PUBLIC_URL isn’t a URL. Set it to a full URL, such as https://relink.example.org');
  const url = new URL(text);
  const problems = problemsOf(url, text);
  const { origin } = url;
  if (problems.length === 0) return { url: origin, diagnoses: [{ what: CHECK_NAME, ok: true, detail: origin }] };
  if (env.NODE_ENV === 'production') return invalid(origin, `PUBLIC_URL: ${problems.join('; ')}`);
  const detail = `${origin}: ${problems.join('; ')}. Good enough to try Relink on this machine, but not for production.`;
  return { url: origin, diagnoses: [{ what: CHECK_NAME, ok: false, unsure: true, detail }] };
}

const invalid = (url: string | null, detail: string): PublicAddress => ({
  url,
  diagnoses: [{ what: CHECK_NAME, ok: false, detail }],
});

function problemsOf({ protocol, hostname, pathname, search, username }: URL, text: string): string[] {
  const host = hostname.replace(/^\[|\]$/g, '');
  return [
    protocol !== 'https:' && 'networks redirect people only to HTTPS addresses',
    (host === 'localhost' || host.endsWith('.localhost')) && 'localhost means each person’s own machine',
    isIP(host) !== 0 && 'networks refuse an IP address as a redirect URI; use a host name',
    hostname.includes('*') && 'a redirect URI can’t have a wildcard',
    isIP(host) === 0 &&
      !host.includes('.') &&
      host !== 'localhost' &&
      'the host name has no domain, so no one outside can reach it',
    text.includes('#') && 'a redirect URI can’t have a fragment (#…)',
    (pathname !== '/' || search !== '') && 'only the origin is used; remove the path and query',
    username !== '' && 'it can’t include a username',
  ].filter((problem) => problem !== false);
}
