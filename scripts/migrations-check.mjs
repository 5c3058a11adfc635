/** CI: checks that the committed migrations produce exactly the schema that the code describes. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const copy = mkdtempSync(path.join(tmpdir(), 'relink-migrations-'));
try {
  cpSync('db/migrations', copy, { recursive: true });
  const before = readdirSync(copy).length;
  const kit = path.resolve('node_modules/drizzle-kit/bin.cjs');
  const options = [
    '--dialect=postgresql',
    '--schema=./db/tables/*.ts',
    '--casing=snake_case',
    `--out=${path.relative('.', copy)}`,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [kit, 'generate', ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`drizzle-kit failed:\n${stdout}\n${stderr}`);
  if (readdirSync(copy).length !== before)
    throw new Error('db/tables and db/migrations differ. Run `npm run db:generate` and commit the result.');
  console.log('migrations and schema agree');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
