/**
 * `npm run bench -- <name> …`: measures Relink on this machine. Each figure is printed beside its baseline from the same run, as a ratio.
 * Without a name, all benchmarks run one after another.
 */
import { eventLoop } from './event-loop.js';
import { kills } from './kills.js';
import { outage } from './outage.js';
import { pages } from './pages.js';
import { reconnect } from './reconnect.js';
import { reports } from './reports.js';
import { signIn } from './sign-in.js';
import { tokens } from './tokens.js';
import { transfers } from './transfers.js';

const BENCHES: Record<string, () => Promise<void>> = {
  'event-loop': eventLoop,
  kills,
  outage,
  pages,
  reconnect,
  reports,
  'sign-in': signIn,
  tokens,
  transfers,
};

const requested = process.argv.slice(2);
const unknown = requested.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There’s no benchmark called “${unknown.join(', ')}”. Choose from ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
for (const name of requested.length > 0 ? requested : Object.keys(BENCHES)) {
  console.log(`\n${name}`);
  await BENCHES[name]!();
}
process.exit(0);
