/**
 * CI: checks that docker-compose.yml is valid and complete. Needs no engine. Installs Debian's docker-compose if it is missing and this
 * process is root. With CADDY_PATH, a Caddy 2.8 or newer, it also runs the proxy in front of Temporal's Web UI and asks it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { proxyProblems } from './lib/proxy-check.mjs';

const SECRETS = {
  POSTGRES_PASSWORD: 'check',
  TEMPORAL_POSTGRES_PASSWORD: 'check',
  TEMPORAL_UI_PASSWORD: 'check',
  RELINK_KEYS: 'k1:check',
  PUBLIC_URL: 'https://relink.example.org',
  RESEND_API_KEY: 're_check',
  RESEND_WEBHOOK_SECRET: 'whsec_check',
  MAIL_FROM: 'Relink <relink@example.org>',
};

const composer = () =>
  [['docker-compose'], ['docker', 'compose']].find(
    ([bin, ...args]) => spawnSync(bin, [...args, 'version'], { stdio: 'ignore' }).status === 0,
  );

let compose = composer();
if (!compose && process.getuid?.() === 0) {
  const install = 'apt-get update -qq && apt-get install -y -qq docker-compose';
  spawnSync('sh', ['-c', install], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  compose = composer();
}
if (!compose) {
  console.error(
    'docker-compose isn’t installed, so docker-compose.yml can’t be checked. Install Debian’s docker-compose package.',
  );
  process.exit(1);
}
const [bin, ...args] = compose;
const config = (env) =>
  spawnSync(bin, [...args, '-f', 'docker-compose.yml', 'config'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });

const whole = config(SECRETS);
if (whole.status !== 0) {
  console.error(whole.stderr);
  process.exit(1);
}
for (const missing of Object.keys(SECRETS)) {
  const { [missing]: _left, ...rest } = SECRETS;
  if (config(rest).status === 0) {
    console.error(`docker-compose.yml is valid without ${missing}, which must be required and have no default`);
    process.exit(1);
  }
}

const LOOPBACK = '127.0.0.1';
const { services } = parse(whole.stdout);
/** The address that a port is published on: compose writes ports as text or in parts, depending on its version. */
const addressOf = (port) => (typeof port === 'string' ? port.split(':').slice(0, -2).join(':') : port.host_ip);
const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
  ports.map((port) => ({ name, address: addressOf(port) })),
);
const fail = (problem) => {
  console.error(problem);
  process.exit(1);
};
for (const { name, address } of published)
  if (address !== LOOPBACK) fail(`${name} is published on ${address || 'every address'}, not on ${LOOPBACK}`);
const names = published.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
if (names.join() !== 'api,temporal-ui-proxy')
  fail(`only the API and the Web UI’s proxy may be published, not ${names.join()}`);
const told = parse(config({ ...SECRETS, RELINK_BIND: '10.0.0.5' }).stdout).services.api.ports.map(addressOf);
if (told.join() !== '10.0.0.5') fail('RELINK_BIND doesn’t say where the API is published');
if (!/^\d+\.\d+\.\d+\.\d+$/.test(services.api.environment.RELINK_TRUST_PROXY))
  fail('the API must trust one proxy, by its address');
const caddyfile = services['temporal-ui-proxy'].volumes.map((volume) => volume.source ?? volume.split(':')[0]);
const proxy = readFileSync(caddyfile[0], 'utf8');
const IN_ORDER =
  /respond @foreign "[^"]+" 403 .*respond @crossSite "[^"]+" 403 .*\bbasic_auth\b.*\breverse_proxy temporal-ui:8080/s;
if (!IN_ORDER.test(proxy))
  fail('Temporal’s Web UI must be behind a password, and closed to other names and other sites');
if (process.env.CADDY_PATH) {
  const problems = await proxyProblems(process.env.CADDY_PATH, caddyfile[0]);
  if (problems.length > 0) fail(`Temporal’s Web UI isn’t protected: ${problems.join('; ')}`);
}
console.log(
  'docker-compose.yml is valid, no secret has a default, and nothing is open to the network unless told otherwise',
);
