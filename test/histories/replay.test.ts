/**
 * Today's workflows replay the histories of every earlier release: what began under older code continues under the current code. `npm run
 * histories` stores the histories of the current release.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { readHistory } from '../rig/histories.js';
import { workflowBundle } from '../rig/world.js';

const folder = path.resolve('test/histories');
const stored = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.binpb'));

describe('stored histories', () => {
  it('are there to replay', () => {
    expect(stored.length).toBeGreaterThan(3);
  });

  it.each(stored)('%s replays', async (file) => {
    const history = readHistory(path.join(folder, file));
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history);
  });
});
