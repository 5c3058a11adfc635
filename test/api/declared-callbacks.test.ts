/** Every callback that a network has leads somewhere in Relink, and every network says which ones it has. */
import { describe, expect, test } from '@jest/globals';
import { PROVIDER_LABELS, PROVIDER_NAMES } from '../../domain/networks.js';
import { CALLBACK_EVENTS, CALLBACKS, callbackPaths, type CallbackDeclaration } from '../../domain/network-callbacks.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { formOf, removed, seconds } from '../rig/network-events.js';

const api = sharedFixture(createApi);
const FORM = { key: null, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
const post = (path: string, body: string) => api.call('POST', path, body, FORM);
const signedBy = (app: 'facebook' | 'threads') =>
  formOf(removed('17900000000000001', seconds(), simulatorCredentials(app).clientSecret));

const DECLARED = PROVIDER_NAMES.flatMap((provider) =>
  CALLBACK_EVENTS.map((event): [string, string, CallbackDeclaration] => [
    PROVIDER_LABELS[provider],
    event,
    CALLBACKS[provider][event],
  ]),
);

test.each(DECLARED)(
  '%s, %s: its callback is heard, or its documentation says that there is none',
  async (...[, , declared]) => {
    if ('none' in declared) {
      expect(declared.none).toMatch(/\w{3}/);
      expect(URL.parse(declared.source)?.protocol).toBe('https:');
      return;
    }
    expect(await post(declared.path, 'nonsense')).toMatchObject({ status: 400, body: { code: 'bad_signature' } });
    expect(await api.call('GET', declared.path, undefined, { key: null })).toMatchObject({ status: 405 });
  },
);

describe('each of Meta’s apps signs its own callbacks', () => {
  const OWN = (['facebook', 'threads'] as const).flatMap((app) =>
    callbackPaths(app).map((path) => [app, path] as const),
  );

  test.each(OWN)('what %s signs is accepted at %s', async (app, path) => {
    expect((await post(path, signedBy(app))).status).toBe(200);
  });

  test.each(callbackPaths('threads'))('what Facebook signs is refused at %s', async (path) => {
    expect(await post(path, signedBy('facebook'))).toMatchObject({ status: 400, body: { code: 'bad_signature' } });
  });

  test.each(callbackPaths('facebook'))(
    'what Threads signs is still accepted at %s, where older consoles send it',
    async (path) => {
      expect((await post(path, signedBy('threads'))).status).toBe(200);
    },
  );
});
