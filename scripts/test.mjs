/**
 * Runs Jest on ES modules and forwards its arguments: `npm test -- test/stack`. Without any, it runs everything, and also on the clocks
 * in test/clocks.mjs.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './lib/paths.mjs';

const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const given = process.argv.slice(2);
const env = given.length > 0 ? process.env : { TEST_CLOCKS: 'all', ...process.env };
const child = spawn(process.execPath, [...flags, jest, ...given], { cwd: ROOT, stdio: 'inherit', env });

// A Ctrl-C reaches Jest directly; this process only has to outlive it, to pass on its exit code.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
