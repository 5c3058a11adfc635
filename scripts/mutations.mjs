/**
 * `npm run mutations`: removes one defense at a time, in a copy of this checkout, and checks whether its tests notice. Then Stryker mutates
 * everything in domain/. Exits with 1 when a named defense survives, or more than 15 % of the mutants in domain/.
 *   npm run mutations -- "rate limits"   only the defenses whose name contains this
 *   npm run mutations -- --domain        only Stryker, in domain/
 *   npm run mutations -- --check         only whether each defense can still be removed: the code around it may have changed
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './lib/paths.mjs';
import access from './mutations/access.mjs';
import consents from './mutations/consents.mjs';
import endedRights from './mutations/ended-rights.mjs';
import freshSignIn from './mutations/fresh-sign-in.mjs';
import imports from './mutations/imports.mjs';
import machine from './mutations/machine.mjs';
import mailLimits from './mutations/mail-limits.mjs';
import ownApp from './mutations/own-app.mjs';
import record from './mutations/record.mjs';
import rules from './mutations/rules.mjs';
import sending from './mutations/sending.mjs';
import waysIn from './mutations/ways-in.mjs';

const MUTATIONS = [
  ...sending,
  ...access,
  ...consents,
  ...endedRights,
  ...freshSignIn,
  ...imports,
  ...machine,
  ...mailLimits,
  ...ownApp,
  ...record,
  ...rules,
  ...waysIn,
];
/** A test that never ends counts as noticing, too. */
const TIMEOUT_MS = 5 * 60_000;
const STRYKER = ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'scripts/mutations/stryker.json'];

const [wanted] = process.argv.slice(2);
checkPlaces();
if (wanted !== '--check') process.exitCode = (await run()) ? 0 : 1;

function checkPlaces() {
  const stale = MUTATIONS.filter(
    ({ file, find, tests }) =>
      readFileSync(path.join(ROOT, file), 'utf8').split(find).length !== 2 ||
      tests.some((test) => !existsSync(path.join(ROOT, test))),
  );
  for (const { name, file } of stale) console.error(`${file}: the code or a test of “${name}” no longer exists`);
  if (stale.length > 0) process.exit(1);
  console.log(`All ${MUTATIONS.length} defenses are where scripts/mutations/ expects them`);
}

async function run() {
  if (wanted === '--domain') return domainScores();
  const named = await namedScore(MUTATIONS.filter(({ name }) => wanted === undefined || name.includes(wanted)));
  return wanted === undefined ? (await domainScores()) && named : named;
}

async function domainScores() {
  const child = spawn(process.execPath, STRYKER, { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code === 0;
}

async function namedScore(chosen) {
  if (chosen.length === 0) throw new Error(`No defense has “${wanted}” in its name.`);
  const copy = copyOfCheckout();
  try {
    const failed = await failingTest(copy, [...new Set(chosen.flatMap(({ tests }) => tests))], 6 * TIMEOUT_MS);
    if (failed) throw new Error(`This test fails before any defense is removed: ${failed}`);
    let noticed = 0;
    for (const mutation of chosen) if (await isNoticed(copy, mutation)) noticed += 1;
    const score = Math.round((100 * noticed) / chosen.length);
    console.log(`${noticed} of ${chosen.length} named defenses are detected (${score} %)`);
    return noticed === chosen.length;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Copies what git tracks or would add, with this checkout's packages and tools. */
function copyOfCheckout() {
  const copy = mkdtempSync(path.join(tmpdir(), 'relink-mutations-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = listed.toString().split('\0');
  for (const file of files)
    if (file && existsSync(path.join(ROOT, file))) cpSync(path.join(ROOT, file), path.join(copy, file));
  for (const folder of ['node_modules', '.tools']) symlinkSync(path.join(ROOT, folder), path.join(copy, folder));
  return copy;
}

async function isNoticed(copy, { name, file, find, replace, tests }) {
  const place = path.join(copy, file);
  const source = readFileSync(place, 'utf8');
  const began = Date.now();
  writeFileSync(
    place,
    source.replace(find, () => replace),
  );
  const failed = await failingTest(copy, tests, TIMEOUT_MS);
  writeFileSync(place, source);
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(4);
  console.log(
    `${failed ? 'detected' : 'SURVIVED'} ${seconds} s  ${name}${failed ? `\n                by ${failed}` : ''}`,
  );
  return failed !== null;
}

/**
 * Returns the first test that fails, or null.
 * @throws {Error} if a file couldn't even be loaded: that says nothing about the change, only that the change doesn't compile
 */
async function failingTest(copy, tests, timeoutMs) {
  const args = ['scripts/test.mjs', ...tests];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
  let tooLong = false;
  const timer = setTimeout(() => (tooLong = child.kill()), timeoutMs);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  if (code === 0) return null;
  const failed = /^ +● (.+)$/m.exec(output)?.[1];
  if (failed && !failed.startsWith('Test suite failed to run')) return failed;
  if (tooLong) return `not finished within ${timeoutMs / 60_000} minutes`;
  throw new Error(`${tests.join(' ')} couldn’t be run:\n${output.slice(-3000)}`);
}
