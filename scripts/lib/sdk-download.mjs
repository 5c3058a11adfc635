/**
 * Run by setup as a separate process because it needs node_modules. Starts the SDK's own ephemeral server once, which downloads it, and
 * prints where the program then is. Usage: sdk-download.mjs temporal|temporal-test-server <folder>
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [name, folder] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', downloadDir: folder } };

try {
  const environment =
    name === 'temporal'
      ? await TestWorkflowEnvironment.createLocal({ server })
      : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await environment.teardown();
  const program = readdirSync(folder).find((file) => file.startsWith(`${name}-sdk-typescript`));
  if (!program) throw new Error(`${name} not found in ${folder}`);
  console.log(path.join(folder, program));
} catch (error) {
  console.error(String(error.message).split('\n')[0]);
  process.exitCode = 1;
}
