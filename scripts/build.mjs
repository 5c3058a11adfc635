/** `npm run build`: produces what production runs, in dist/: compiled sources, migrations, assets, and the prebuilt workflow bundle. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from './lib/message-files.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
for (const folder of ['db/migrations', 'web/assets', ...LANGUAGES.map((language) => `i18n/${language}`)])
  cpSync(path.join(root, folder), path.join(dist, folder), { recursive: true });

const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
const { code } = await bundleWorkflowCode({
  workflowsPath: path.join(dist, 'workflows/index.js'),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(path.join(dist, 'workflow-bundle.js'), code);
console.log('dist/ is built');
