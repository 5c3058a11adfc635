/** CI: checks that user-visible changes are in CHANGELOG.md. A `feat` or `fix` commit after its last change fails the gate. */
import { execFileSync } from 'node:child_process';

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();

const last = git('log', '-1', '--format=%H', '--', 'CHANGELOG.md');
if (!last) fail('CHANGELOG.md doesn’t exist yet. Describe what changed for users.');
const unmentioned = git('log', '--format=%h %s', `${last}..HEAD`)
  .split('\n')
  .filter((line) => /^\S+ (feat|fix)(\(|:|!)/.test(line));
if (unmentioned.length > 0) fail(`CHANGELOG.md doesn’t mention:\n${unmentioned.map((line) => `  ${line}`).join('\n')}`);
console.log('CHANGELOG.md is up to date');

function fail(message) {
  console.error(message);
  process.exit(1);
}
