/** Runs the proxy in front of Temporal's Web UI as docker-compose.yml does, with a Caddy of this machine, and asks it what it must refuse. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PASSWORD = "it's a p$ssword";
const auth = (password) => ({ authorization: `Basic ${Buffer.from(`operator:${password}`).toString('base64')}` });
const RIGHT = auth(PASSWORD);

/**
 * What is asked, and the expected status.
 * @type {[how: string, method: string, headers: Record<string, string>, expected: number][]}
 */
const CASES = [
  ['without a password', 'GET', {}, 401],
  ['with a wrong password', 'GET', auth('wrong'), 401],
  ['with the password', 'GET', RIGHT, 200],
  ['as localhost through a tunnel', 'GET', { ...RIGHT, host: 'localhost:8233' }, 200],
  ['under another name', 'GET', { ...RIGHT, host: 'evil.example' }, 403],
  ['under a name that begins like ours', 'GET', { ...RIGHT, host: '127.0.0.1.evil.example' }, 403],
  ['by a form of another site', 'POST', { ...RIGHT, 'sec-fetch-site': 'cross-site' }, 403],
  ['by a page on another port', 'POST', { ...RIGHT, 'sec-fetch-site': 'same-site' }, 403],
  ['by its own page', 'POST', { ...RIGHT, 'sec-fetch-site': 'same-origin' }, 200],
];
const HEADERS = [
  'content-security-policy',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'cache-control',
];

const START_LIMIT_MS = 30_000;

const ask = (port, method, headers) =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, headers }, (response) => {
      response.resume().once('end', () => resolve(response));
    })
      .once('error', reject)
      .end();
  });

const listening = async (server) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
};

/**
 * @param caddy the program, 2.8 or newer
 * @returns what is wrong
 */
export async function proxyProblems(caddy, caddyfile) {
  const seen = [];
  const ui = createServer((req, res) => res.end(String(seen.push(req.headers.authorization))));
  const uiPort = await listening(ui);
  const taken = createServer();
  const port = await listening(taken);
  await new Promise((resolve) => taken.close(resolve));
  const dir = mkdtempSync(path.join(tmpdir(), 'relink-caddy-'));
  const file = path.join(dir, 'Caddyfile');
  const source = readFileSync(caddyfile, 'utf8');
  writeFileSync(file, source.replace('temporal-ui:8080', `127.0.0.1:${uiPort}`).replace('\n:8080 {', `\n:${port} {`));
  const hash = execFileSync(caddy, ['hash-password'], { input: `${PASSWORD}\n`, encoding: 'utf8' }).trim();
  const env = { HOME: dir, TEMPORAL_UI_USER: 'operator', TEMPORAL_UI_PASSWORD_HASH: hash };
  const proxy = spawn(caddy, ['run', '--config', file], { env, stdio: 'ignore' });
  const problems = [];
  try {
    const until = Date.now() + START_LIMIT_MS;
    while (!(await ask(port, 'GET', {}).catch(() => null))) {
      if (proxy.exitCode !== null || Date.now() > until) return ['it doesn’t start'];
      await pause(50);
    }
    for (const [how, method, headers, expected] of CASES) {
      const { statusCode, headers: got } = await ask(port, method, headers);
      if (statusCode !== expected) problems.push(`asked ${how}, it answered ${statusCode}, not ${expected}`);
      for (const name of HEADERS) if (!got[name]) problems.push(`asked ${how}, it answered without ${name}`);
      if (got.server) problems.push(`asked ${how}, it named its program`);
    }
    if (seen.some((password) => password !== undefined)) problems.push('it passed the password on');
  } finally {
    proxy.kill();
    ui.close();
    rmSync(dir, { recursive: true, force: true });
  }
  return problems;
}
