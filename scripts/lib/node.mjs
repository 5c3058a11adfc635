/**
 * The Node that Relink runs on: the one on PATH or, if that is too old, one from npm's registry in .tools/. npm puts node_modules/.bin
 * before everything else on its scripts' PATH, so a link there is all it takes.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { allOnPath, isExecutable, lastLines, run } from './commands.mjs';
import { ROOT, TOOLS_FOLDER } from './paths.mjs';
import { SetupError, say } from './progress.mjs';

const MIN_VERSION = 22;
const PINNED = JSON.parse(readFileSync(path.join(ROOT, 'scripts/node.json'), 'utf8'));
const FOLDER = path.join(TOOLS_FOLDER, `node-${PINNED.version}`);
const FILE = path.join(FOLDER, 'bin/node');
const LINK = path.join(ROOT, 'node_modules/.bin/node');
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

/**
 * The platform package that the install step of npm's package `node` would fetch. Requesting it directly needs no install step and lets us
 * check our own checksum.
 */
const PACKAGE = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;

export function nodeReady() {
  return isNewEnough(versionOnPath()) ? !isLinked() : isExecutable(FILE) && isLinked() && realpathSync(LINK) === FILE;
}

/** From here on, setup's own programs run on it as well, including npm. */
export async function ensureNode() {
  const version = versionOnPath();
  if (isNewEnough(version)) return;
  const found = version ? `Node ${version} on PATH is older than ${MIN_VERSION}` : 'there’s no Node on PATH';
  say(`${found}, so Relink uses Node ${PINNED.version}, in ${path.relative(ROOT, FOLDER)}`);
  if (!isExecutable(FILE)) await fetchNode(found);
  process.env.PATH = path.dirname(FILE) + path.delimiter + process.env.PATH;
}

/** Must run after `npm ci`, which empties node_modules. */
export function linkNode() {
  if (isLinked()) rmSync(LINK);
  if (isNewEnough(versionOnPath())) return;
  mkdirSync(path.dirname(LINK), { recursive: true });
  rmSync(LINK, { force: true });
  symlinkSync(path.relative(realpathSync(path.dirname(LINK)), FILE), LINK);
}

async function fetchNode(found) {
  const problem = await fromRegistry();
  if (!problem) return;
  throw new SetupError(
    [
      `Relink needs Node ${MIN_VERSION} or newer, but ${found} and setup couldn’t fetch one. Do any one of these:`,
      `  1. Install Node ${MIN_VERSION} or newer from https://nodejs.org or with your package manager`,
      '  2. With a version manager: run `nvm install` in this folder',
      `  3. Let npm fetch it. This needs npm and access to a registry that has ${PACKAGE} ${PINNED.version}`,
      `     (${problem})`,
    ].join('\n'),
  );
}

/** @returns what went wrong, or nothing */
async function fromRegistry() {
  const draft = path.join(TOOLS_FOLDER, 'node.draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    writeFileSync(path.join(draft, 'package.json'), '{ "private": true }\n');
    const { ok, output } = await run(
      'npm',
      // prettier-ignore
      ['install', '--prefix', draft, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', `${PACKAGE}@${PINNED.version}`],
      { title: `fetching Node ${PINNED.version} with npm (${PINNED.size})`, limitMs: DOWNLOAD_LIMIT_MS },
    );
    if (!ok) return `npm: ${reasonIn(output)}`;
    const { packages } = JSON.parse(readFileSync(path.join(draft, 'node_modules/.package-lock.json'), 'utf8'));
    const { integrity } = packages[`node_modules/${PACKAGE}`];
    const wanted = PINNED.integrity[PACKAGE];
    if (wanted && integrity !== wanted) return `npm: ${PACKAGE} has the checksum ${integrity}, not ${wanted}`;
    const folder = path.join(draft, 'node_modules', PACKAGE);
    if (versionOf(path.join(folder, 'bin/node')) !== PINNED.version) return `${PACKAGE} doesn’t run on this system`;
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(folder, FOLDER);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** npm's output ends with advice; the reason for a failure is its first line that isn't a code. */
const reasonIn = (output) =>
  /^npm (?:error|ERR!) (?!code |syscall |errno )(.+)$/m.exec(output)?.[1] ?? lastLines(output, 1);

const isNewEnough = (version) => Number(version?.split('.')[0]) >= MIN_VERSION;

/** Returns the version of the machine's own Node, which ours must not hide; a newer one might have been installed since. */
function versionOnPath() {
  const file = allOnPath('node').find((candidate) => !isOurs(candidate));
  return file && versionOf(file);
}

function versionOf(file) {
  if (realpathSync(file) === realpathSync(process.execPath)) return process.versions.node;
  const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return /^v(\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
}

const isOurs = (file) => realpathSync(file).startsWith(TOOLS_FOLDER + path.sep);

/** Returns whether setup made the link, whichever version it had then. */
function isLinked() {
  if (!lstatSync(LINK, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  return !existsSync(LINK) || isOurs(LINK);
}
