/**
 * `npm run fuzz -- --requests 20000 [--seed 1]`: attacks the running API with generated requests, and fails if one is answered with a
 * server error or holds up the others. What is generated depends only on the seed; in which order requests arrive, also on the machine.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { mountedRoutes } from '../rig/mounted.js';
import { attack } from './everything.js';
import { callByDocument } from './schemathesis.js';
import { createStage } from './stage.js';

const { values } = parseArgs({ options: { requests: { type: 'string' }, seed: { type: 'string' } } });
const wanted = Number(values.requests ?? 20_000);
const firstSeed = Number(values.seed ?? randomInt(1_000_000));
/** Of a round of about 10,000 requests, what Schemathesis leaves to our own generator, which makes a request in a tenth of the time. */
const OWN_PER_ROUND = 6500;

console.log(
  `seed ${firstSeed} (\`npm run fuzz -- --requests ${wanted} --seed ${firstSeed}\` generates the same requests)`,
);
const stage = await createStage();
const startedAt = performance.now();
const routes = await mountedRoutes(stage.context);
const found: string[] = [];
let figures = await stage.figures();
for (let seed = firstSeed; figures.requests < wanted; seed += 1) {
  const { requests } = figures;
  const [output] = await Promise.all([callByDocument(stage, seed), attack(stage, routes, seed, OWN_PER_ROUND)]);
  if (output !== null) found.push(`Schemathesis, seed ${seed}:\n${output}`);
  figures = await stage.figures();
  console.log(`${figures.requests} of ${wanted} requests, ${Math.round((performance.now() - startedAt) / 1000)} s`);
  if (figures.requests === requests) throw new Error(`no requests arrived:\n${output}`);
}
await stage.close();

const { statuses, failures, stalls, delay } = figures;
const counted = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
console.log(`answers ${counted.join(', ')}\nevent loop delayed by ${delay.p99} ms (p99), at most ${delay.max} ms`);
console.log(`${failures.length} server errors, ${stalls.length} stalls`);
for (const one of [...failures, ...stalls, ...found]) console.log(one);
process.exit(failures.length + stalls.length + found.length > 0 ? 1 : 0);
