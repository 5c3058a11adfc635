/** Finds or installs a Chromium for the tests of the pages. */
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
      'The tests need Chromium or Chrome, and setup couldn’t get one. Do any one of these:',
      '  1. Install Chrome or Chromium, or set CHROME_PATH to the program',
      `     (${tried[0]})`,
      '  2. As root on Debian or Ubuntu: apt-get install chromium',
      `     (${tried[1]})`,
      '  3. npx playwright-core install chromium (a download by Playwright; needs internet access)',
      `     (${tried[2]})`,
    ].join('\n'),
  );
}

async function installed() {
  const file = onPath(...NAMES) ?? MAC.find(isExecutable);
  return file ? { file } : { problem: 'not installed' };
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return { problem: 'not root, or no apt-get' };
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update'], { title: 'apt-get update', env });
  const install = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    title: 'installing chromium with apt-get',
    env,
  });
  const file = onPath('chromium');
  return file ? { file } : { problem: `apt-get: ${lastLines((install.ok ? update : install).output, 1)}` };
}

async function fromPlaywright() {
  const { ok, output } = await run('npx', ['--no-install', 'playwright-core', 'install', 'chromium'], {
    title: 'downloading chromium with Playwright',
  });
  if (!ok) return { problem: `Playwright: ${lastLines(output, 1)}` };
  const script = "import('playwright-core').then((p) => console.log(p.chromium.executablePath()))";
  const file = lastLines((await run('node', ['-e', script])).output, 1);
  return isExecutable(file) ? { file } : { problem: `Playwright: nothing at ${file}` };
}
