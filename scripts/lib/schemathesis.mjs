/** Installs Schemathesis, which `npm run fuzz` sends requests with, into a folder of its own: no virtual environment, nothing system-wide. */
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isExecutable, lastLines, run } from './commands.mjs';
import { ROOT, TOOLS_FOLDER } from './paths.mjs';
import { SetupError } from './progress.mjs';

const LIMIT_MS = 5 * 60_000;

export async function findSchemathesis() {
  const requirements = path.join(ROOT, 'scripts/fuzz-requirements.txt');
  const [, version] = /^schemathesis==(\S+)/m.exec(readFileSync(requirements, 'utf8'));
  const folder = path.join(TOOLS_FOLDER, `schemathesis-${version}`);
  const file = path.join(folder, 'bin/schemathesis');
  if (isExecutable(file)) return file;
  const draft = path.join(TOOLS_FOLDER, 'schemathesis.draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const { ok, output } = await run(
    'python3',
    // prettier-ignore
    ['-m', 'pip', 'install', '--require-hashes', '--only-binary', ':all:', '--no-deps', '--no-input',
      '--disable-pip-version-check', '--no-warn-script-location', '--target', draft, '-r', requirements],
    { title: `fetching Schemathesis ${version} with pip (20 MB)`, limitMs: LIMIT_MS },
  );
  if (!ok || !isExecutable(path.join(draft, 'bin/schemathesis')))
    throw new SetupError(
      `The fuzz tests need Schemathesis, but setup couldn’t get it. This needs Python 3.11 or newer with pip, and access to a Python package index.\n     (pip: ${lastLines(output, 1)})`,
    );
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  return file;
}
