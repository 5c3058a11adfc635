/**
 * `npm run mutations`: takes one defence away at a time, in a copy of this checkout, and looks whether its tests notice. Exits with
 * 1 when one survives.
 *   npm run mutations -- "rate limits"   only those whose name has this
 *   npm run mutations -- --check         only whether each can still be taken away: its place may have changed
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './lib/paths.mjs';
import access from './mutations/access.mjs';
import rules from './mutations/rules.mjs';
import sending from './mutations/sending.mjs';

const MUTATIONS = [...sending, ...access, ...rules];
/** A test that never ends has noticed, too. */
const LONGEST_MS = 15 * 60_000;

const [wanted] = process.argv.slice(2);
checkPlaces();
if (wanted !== '--check') process.exitCode = (await run()) ? 0 : 1;

function checkPlaces() {
  const stale = MUTATIONS.filter(
    ({ file, find, tests }) =>
      readFileSync(path.join(ROOT, file), 'utf8').split(find).length !== 2 ||
      tests.some((test) => !existsSync(path.join(ROOT, test))),
  );
  for (const { name, file } of stale) console.error(`${file}: the place of "${name}", or a test of it, is gone`);
  if (stale.length > 0) process.exit(1);
  console.log(`${MUTATIONS.length} defences are where scripts/mutations/ says`);
}

async function run() {
  const chosen = MUTATIONS.filter(({ name }) => wanted === undefined || name.includes(wanted));
  if (chosen.length === 0) throw new Error(`No defence has "${wanted}" in its name.`);
  const copy = copyOfCheckout();
  try {
    const tests = [...new Set(chosen.flatMap((mutation) => mutation.tests))];
    if (!(await passes(copy, tests))) throw new Error('These tests fail before anything was taken away.');
    let noticed = 0;
    for (const mutation of chosen) if (await isNoticed(copy, mutation)) noticed += 1;
    const score = Math.round((100 * noticed) / chosen.length);
    console.log(`${noticed} of ${chosen.length} named defences are noticed (${score} %)`);
    return noticed === chosen.length;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What git knows or would add, with the packages and tools of this checkout. */
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
  const whole = readFileSync(place, 'utf8');
  const began = Date.now();
  writeFileSync(
    place,
    whole.replace(find, () => replace),
  );
  const noticed = !(await passes(copy, tests));
  writeFileSync(place, whole);
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(4);
  console.log(`${noticed ? 'noticed ' : 'SURVIVED'} ${seconds} s  ${name}`);
  return noticed;
}

/** Tests that were ended, since they took too long, have failed. */
function passes(copy, tests) {
  const args = ['scripts/test.mjs', ...tests];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: LONGEST_MS });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code === 0)));
}
