/**
 * Every answer that Relink gives in this test, with the secrets it is supposed to contain; also the cookies that it sets, which are
 * secrets.
 */
import type { Place, Secrets } from './leaks.js';

export interface Recorder {
  places: Place[];
  stop(): void;
}

/** Each secret is in one kind of answer and never in the others. */
const GIVES: [method: string, path: RegExp, kinds: string[]][] = [
  ['GET', /^\/v1\/accounts\/[^/]+\/credential$/, ['access token']],
  ['POST', /^\/v1\/api-keys$/, ['API key']],
  ['POST', /^\/configure\/keys$/, ['API key']],
  ['POST', /^\/v1\/users\/[^/]+\/personalized-link$/, ['link secret']],
  // The form on the page is sent with the same token again.
  ['POST', /^\/preferences$/, ['preferences token']],
  ['GET', /^\/preferences\/unsubscribe$/, ['unsubscribe token']],
];

export function recordAnswers(origin: string, secrets: Secrets): Recorder {
  const original = globalThis.fetch;
  const places: Place[] = [];
  const recording: typeof fetch = async (input, init) => {
    const response = await original(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) return response;
    const method = init?.method ?? 'GET';
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (!['relink-language', 'relink-next'].includes(name)) secrets.add('cookie', value);
    }
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
    const gives = GIVES.filter(([verb, path]) => verb === method && path.test(url.pathname)).flatMap(([, , of]) => of);
    const text = `${JSON.stringify(headers)}\n${await response.clone().text()}`;
    places.push({ name: `the ${response.status} response to ${method} ${url.pathname}`, text, gives });
    return response;
  };
  globalThis.fetch = recording;
  return { places, stop: () => void (globalThis.fetch = original) };
}
