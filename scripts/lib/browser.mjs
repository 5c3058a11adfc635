/** A Chromium for the tests of the pages. */
import { isExecutable, lastLines, onPath, run } from './commands.mjs';
import { SetupError, say } from './progress.mjs';

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export async function findBrowser() {
  const tried = [];
  for (const way of [installed, fromDebian, fromPlaywright]) {
    const { file, problem } = await way();
    if (file) return file;
    say(`browser: ${problem.split('\n').at(-1)}`);
    tried.push(problem.replaceAll('\n', '\n     '));
  }
  throw new SetupError(
    [
      'The tests need a Chromium or Chrome and could not get one. Any one of these will do:',
      '  1. install Chrome or Chromium, or set CHROME_PATH to its file',
      `     (${tried[0]})`,
      '  2. as root on Debian or Ubuntu: apt-get install chromium',
      `     (${tried[1]})`,
      "  3. npx playwright-core install chromium (Playwright's download, needs the internet)",
      `     (${tried[2]})`,
    ].join('\n'),
  );
}

async function installed() {
  const file = onPath(...NAMES) ?? MAC.find(isExecutable);
  return file ? { file } : { problem: 'none is installed' };
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return { problem: 'not root, or no apt-get' };
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update'], { title: 'apt-get update', env });
  const install = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    title: 'apt-get installs chromium',
    env,
  });
  const file = onPath('chromium');
  return file ? { file } : { problem: `apt-get: ${lastLines((install.ok ? update : install).output, 1)}` };
}

async function fromPlaywright() {
  const { ok, output } = await run('npx', ['--no-install', 'playwright-core', 'install', 'chromium'], {
    title: 'Playwright downloads chromium',
  });
  if (!ok) return { problem: `Playwright: ${lastLines(output, 1)}` };
  const script = "import('playwright-core').then((p) => console.log(p.chromium.executablePath()))";
  const file = lastLines((await run('node', ['-e', script])).output, 1);
  return isExecutable(file) ? { file } : { problem: `Playwright: nothing at ${file}` };
}
