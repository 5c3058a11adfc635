/**
 * Makes this checkout ready to run: `node scripts/setup.mjs start` (or `test`, or `fuzz`). Uses only Node's own modules, because it runs before there
 * is a node_modules. Any Node that isn't ancient can run it; if it is too old for Relink, setup fetches one that isn't.
 */
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error(
    'Relink needs Node 22 or newer (or at least Node 18, to fetch it). This is Node ' + process.versions.node + '.',
  );
  console.error('Install it from https://nodejs.org or with `nvm install` in this folder, then try again.');
  process.exit(1);
}
// Imported only now: an older Node would fail on the syntax before it could say so.
void import('./lib/setup.mjs');
