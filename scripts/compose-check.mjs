/**
 * CI: checks that docker-compose.yml is valid and complete. Needs no engine. Installs Debian's docker-compose if it is missing and this
 * process is root.
 */
import { spawnSync } from 'node:child_process';

const SECRETS = {
  POSTGRES_PASSWORD: 'check',
  TEMPORAL_POSTGRES_PASSWORD: 'check',
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
console.log('docker-compose.yml is valid, and no secret has a default');
