/** Protects services that are only for this machine and have no passwords. Listening on loopback keeps out other machines, but not web pages. */
import type { RefusalData } from '../domain/refusal.js';

/** Any page can make its own name resolve to 127.0.0.1 ("DNS rebinding"). Its requests then carry that name as their host. */
export const isLoopbackHost = (host: string | undefined): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? '');

/** The part of a request that decides. */
interface LocalRequest {
  method?: string;
  headers: { host?: string; origin?: string; 'sec-fetch-site'?: string | string[] };
}

/** Returns why a service of this machine must not answer a request, or null if it may. Programs send none of the headers that decide. */
export function localRefusal({ method, headers }: LocalRequest): RefusalData | null {
  if (!isLoopbackHost(headers.host)) return { code: 'loopback_only', params: {} };
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead || isFromOwnPage(headers) ? null : { code: 'cross_site_request', params: { to: 'api' } };
}

/** Any page can send a form to any address. Browsers say where it comes from; a page on another port isn't our own. */
function isFromOwnPage({ host, origin, 'sec-fetch-site': site }: LocalRequest['headers']): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || origin === `http://${host}`;
}
