/** The control: a nondeterministic workflow change fails the replay of a stored history. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, cpSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { readHistory } from '../rig/histories.js';

describe('a nondeterministic change', () => {
  it('to the order of waiting and raising a step makes the replay fail', async () => {
    const copy = mkdtempSync(path.resolve('.tools', 'wrong-change-'));
    try {
      for (const folder of ['workflows', 'domain', 'activities']) cpSync(folder, path.join(copy, folder), { recursive: true });
      symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'));
      const file = path.join(copy, 'workflows/disconnect.ts');
      const right = readFileSync(file, 'utf8');
      const wrong = right.replace('let checkNow = input.next === undefined;', 'let checkNow = true;');
      expect(wrong).not.toBe(right);
      writeFileSync(file, wrong);
      const workflowBundle = await bundleWorkflowCode({ workflowsPath: path.join(copy, 'workflows/index.ts'), logger: new DefaultLogger('ERROR') });
      const release = path.resolve('test/histories', readdirSync('test/histories').find((name) => /^\d/.test(name))!);
      const history = readHistory(path.join(release, 'reconnected.binpb'));
      await expect(Worker.runReplayHistory({ workflowBundle }, history)).rejects.toThrow(/nondeterminism/i);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
