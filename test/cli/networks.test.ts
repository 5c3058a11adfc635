/**
 * `npm run networks check`: what is missing before people can sign in at the real networks, tested against a simulator that knows one
 * client.
 */
import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { publicAddress } from '../../cli/networks/address.js';
import { checkProvider, type CheckSettings, type ProviderCheck } from '../../cli/networks/check.js';
import { CONSOLES } from '../../cli/networks/consoles.js';
import { todoFor } from '../../cli/networks/todo.js';
import { PROVIDER_NAMES, type ProviderName } from '../../domain/networks.js';
import { callbackPaths } from '../../domain/network-callbacks.js';
import { SCOPES } from '../../networks/index.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { sharedFixture } from '../rig/fixtures.js';
import { freePort } from '../../dev/stack/ports.js';
import { runProgram, type Run } from '../rig/program.js';

const PUBLIC_URL = 'https://relink.example.org';
const simulator = sharedFixture(() => {
  const redirectUris = Object.fromEntries(
    PROVIDER_NAMES.map((name) => [name, [`${PUBLIC_URL}/oauth/${name}/callback`]]),
  );
  return startSimulator({ port: 0, redirectUris });
});

const variables = (provider: ProviderName, id: string, secret: string) => ({
  [`${provider.toUpperCase()}_CLIENT_ID`]: id,
  [`${provider.toUpperCase()}_CLIENT_SECRET`]: secret,
});
const right = (provider: ProviderName) => {
  const { clientId, clientSecret } = simulatorCredentials(provider);
  return variables(provider, clientId, clientSecret);
};
const check = (provider: ProviderName, env: NodeJS.ProcessEnv, more: Partial<CheckSettings> = {}) =>
  checkProvider(provider, { env, publicUrl: PUBLIC_URL, instead: simulator.url, ...more });
const about = ({ diagnoses }: ProviderCheck, what: string) => diagnoses.find((one) => one.what === what);

describe.each(PROVIDER_NAMES)('the check of %s', (provider) => {
  it('passes for a registered client, whatever its id looks like', async () => {
    const found = await check(provider, right(provider));
    expect(found).toMatchObject({ state: 'real', reached: true });
    expect(found.diagnoses.filter(({ ok }) => !ok)).toEqual([]);
    expect(about(found, 'accepted')?.detail).toMatch(/accepts this client ID and secret/);
    expect(about(found, 'clock')?.detail).toMatch(/matches/);
    expect(about(found, 'redirect URI')?.detail).toContain(`${PUBLIC_URL}/oauth/${provider}/callback`);
  });

  it.each([
    ['secret', (id: string) => [id, 'a-wrong-secret-0123456789']],
    ['id', (_: string, secret: string) => ['a-wrong-id', secret]],
  ] as const)('reports a wrong %s without printing the secret', async (_what, spoil) => {
    const { clientId, clientSecret } = simulatorCredentials(provider);
    const [id, secret] = spoil(clientId, clientSecret);
    const found = await check(provider, variables(provider, id!, secret!));
    expect(about(found, 'accepted')).toMatchObject({ ok: false, detail: expect.stringMatching(/refuses.*it says/) });
    expect(about(found, 'accepted')?.unsure).toBeUndefined();
    expect(about(found, 'client ID')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('doesn’t have the usual form'),
    });
    const todo = todoFor(found, PUBLIC_URL);
    expect(todo).toMatch(/Fix /);
    expect(JSON.stringify(found) + todo).not.toContain(secret);
  });

  it('does not blame the configuration when the network does not respond', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const found = await check(provider, right(provider), { instead: nowhere });
    expect(found.reached).toBe(false);
    expect(about(found, 'accepted')).toMatchObject({ ok: false, unsure: true });
    expect(about(found, 'accepted')?.detail).toMatch(/127\.0\.0\.1:\d+ doesn’t respond/);
  });

  it('is unsure about the client when a proxy answers for the network', async () => {
    const fetcher: typeof fetch = () =>
      Promise.resolve(
        new Response('<h1>Bad gateway</h1>', { status: 502, headers: { date: new Date().toUTCString() } }),
      );
    expect(about(await check(provider, right(provider), { fetch: fetcher }), 'accepted')).toMatchObject({
      unsure: true,
    });
  });

  it.each([
    [-90, /behind|ahead/, false],
    [90, /behind|ahead/, false],
    [-30, /matches/, true],
  ])('compares the clocks when this machine’s is %d s off', async (seconds, words, ok) => {
    const now = () => Date.now() + seconds * 1000;
    const clock = about(await check(provider, right(provider), { now }), 'clock');
    expect(clock).toMatchObject({ ok, detail: expect.stringMatching(words) });
    if (!ok) expect(clock?.detail).toContain(seconds < 0 ? 'behind' : 'ahead of');
  });

  it('says when credentials are missing, and names the missing half', async () => {
    const name = provider.toUpperCase();
    const none = await check(provider, {});
    expect(none).toMatchObject({ state: 'missing', diagnoses: [{ unsure: true }] });
    expect(none.diagnoses[0]?.detail).toContain(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET`);
    const half = await check(provider, { [`${name}_CLIENT_ID`]: 'x' });
    expect(half.diagnoses).toMatchObject([
      { ok: false, detail: expect.stringMatching(`^${name}_CLIENT_SECRET isn’t`) },
    ]);
    const simulated = await check(provider, { RELINK_SIMULATOR_URL: simulator.url });
    expect(simulated).toMatchObject({ state: 'simulated', reached: true });
    expect(about(simulated, 'client ID')).toBeUndefined();
    expect(await check(provider, { RELINK_SIMULATOR_URL: simulator.url, NODE_ENV: 'production' })).toMatchObject({
      state: 'missing',
    });
  });

  it('lists what the network’s console needs: addresses, scopes, and review', async () => {
    const todo = todoFor(await check(provider, right(provider)), PUBLIC_URL);
    expect(todo).toContain(CONSOLES[provider].url);
    expect(todo).toContain(`${PUBLIC_URL}/oauth/${provider}/callback`);
    for (const scope of SCOPES[provider]) expect(todo).toContain(scope);
    for (const path of callbackPaths(provider)) expect(todo).toContain(PUBLIC_URL + path);
    expect(todo).not.toMatch(/[{}]/);
    expect(
      todo
        .split('\n')
        .slice(1)
        .map((line) => Number.parseInt(line, 10)),
    ).toEqual(
      todo
        .split('\n')
        .slice(1)
        .map((_, i) => i + 1),
    );
  });
});

it.each([
  ['facebook', '1234567890123456', true],
  ['facebook', 'simulator', false],
  ['linkedin', '86vhj2q7ukf83q', true],
  ['linkedin', '12345', false],
  ['x', Buffer.from('Y3kA-xmHi2_7iNZu7v5c:1:ci').toString('base64url'), true],
  ['x', 'xvz1evFS4wEEPTGEFPHBog1234', false],
  ['google', '407408718192-abc123def456.apps.googleusercontent.com', true],
  ['google', '407408718192', false],
  ['threads', '1234567890123456', true],
] as const)('a %s client id can look like %s: %s', (provider, id, looks) => {
  expect(CONSOLES[provider].clientId.looksLike(id)).toBe(looks);
});

describe('Facebook and LinkedIn are also asked about the client alone', () => {
  /** A network that checks the code first, so that a wrong secret would go unnoticed. */
  const codeFirst =
    (second: (url: string, body: URLSearchParams) => Response): typeof fetch =>
    (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      const body = new URLSearchParams(init?.body as URLSearchParams);
      const date = { date: new Date().toUTCString() };
      if (body.get('grant_type') !== 'authorization_code') return Promise.resolve(second(url, body));
      const error = url.includes('facebook')
        ? { code: 100, message: 'Invalid verification code format.' }
        : 'invalid_request';
      return Promise.resolve(Response.json({ error }, { status: 400, headers: date }));
    };
  const clientId = { facebook: '1234567890123456', linkedin: '86vhj2q7ukf83q' };

  it.each([
    ['facebook', 200, { access_token: 'x' }, true],
    ['facebook', 400, { error: { code: 1, message: 'Error validating client secret.' } }, false],
    ['facebook', 400, { error: { code: 101, message: 'Invalid application ID.' } }, false],
    ['facebook', 500, {}, true],
    ['linkedin', 401, {}, false],
    ['linkedin', 400, {}, true],
    ['linkedin', 200, { active: false }, true],
  ] as const)('%s answers %d %j', async (provider, status, body, ok) => {
    const asked: string[] = [];
    const fetcher = codeFirst((url, sent) => {
      asked.push(`${url} ${sent.get('grant_type')} ${sent.get('client_secret')}`);
      return Response.json(body, { status });
    });
    const env = variables(provider, clientId[provider], 'the-secret');
    const found = await checkProvider(provider, { env, publicUrl: PUBLIC_URL, fetch: fetcher });
    expect(about(found, 'accepted')?.ok).toBe(ok);
    const wanted = {
      facebook: /^https:\/\/graph\.facebook\.com\/v[\d.]+\/oauth\/access_token client_credentials the-secret$/,
      linkedin: /^https:\/\/www\.linkedin\.com\/oauth\/v2\/introspectToken null the-secret$/,
    };
    expect(asked).toEqual([expect.stringMatching(wanted[provider])]);
  });
});

describe('the check of the public address', () => {
  const address = (url: string, env: object = {}) => publicAddress({ PUBLIC_URL: url, NODE_ENV: 'production', ...env });
  it.each([
    ['http://relink.example.org', /only to HTTPS/],
    ['https://localhost', /localhost/],
    ['https://192.0.2.7', /an IP address/],
    ['https://[2001:db8::1]', /an IP address/],
    ['https://*.example.org', /wildcard/],
    ['https://relink.example.org/#x', /fragment/],
    ['https://relink.example.org/app', /only the origin/],
    ['https://relink', /no domain/],
    ['relink.example.org', /isn’t a URL/],
    ['', /isn’t set/],
  ])('refuses "%s"', (url, problem) => {
    const { diagnoses } = address(url);
    expect(diagnoses).toMatchObject([{ ok: false, detail: expect.stringMatching(problem) }]);
    expect(diagnoses[0]?.unsure).toBeUndefined();
  });

  it('accepts a valid address, and is unsure about localhost outside of production', () => {
    expect(address(PUBLIC_URL)).toEqual({
      url: PUBLIC_URL,
      diagnoses: [{ what: 'public address', ok: true, detail: PUBLIC_URL }],
    });
    expect(address('http://localhost:3000', { NODE_ENV: '' }).diagnoses).toMatchObject([{ ok: false, unsure: true }]);
  });
});

describe('networks check on the command line', () => {
  const run = (env: Record<string, string>, ...args: string[]): Promise<Run> =>
    runProgram(['relink.ts', 'networks', 'check', ...args], { RELINK_DATA_DIR: 'nowhere', PUBLIC_URL, ...env });

  it('passes against the simulator and prints the lists without any secret', async () => {
    const { code, stdout, stderr } = await run({ RELINK_SIMULATOR_URL: simulator.url });
    expect([code, stderr]).toEqual([0, '']);
    for (const provider of PROVIDER_NAMES) {
      expect(stdout).toContain(`${PUBLIC_URL}/oauth/${provider}/callback`);
      expect(stdout).not.toContain(simulatorCredentials(provider).clientSecret);
    }
    for (const path of [...PROVIDER_NAMES.flatMap(callbackPaths), '/webhooks/resend'])
      expect(stdout).toContain(PUBLIC_URL + path);
  });

  it('fails when no network is set up or the one given to --only is not', async () => {
    expect(await run({})).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/WRONG {2}set up .*Facebook, LinkedIn, X, Google, Threads/),
    });
    expect(await run({}, '--only', 'x')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/WRONG {2}set up .*X:/),
    });
    expect(await run({}, '--only', 'myspace')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no network "myspace"/),
    });
  });

  it('reports no internet access when no network responds', async () => {
    const { code, stdout } = await run({ RELINK_SIMULATOR_URL: `http://127.0.0.1:${await freePort()}` });
    expect(code).toBe(1);
    expect(stdout).toMatch(/WRONG {2}internet access/);
  });

  it('reports a network that never responds, and exits', async () => {
    const silent = createServer(() => {});
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    const { stdout } = await run({ RELINK_SIMULATOR_URL: `http://127.0.0.1:${port}` }, '--only', 'google');
    expect(stdout).toMatch(/\? {6}accepted .*doesn’t respond/);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});
