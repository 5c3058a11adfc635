/**
 * Makes this checkout able to run: `node scripts/setup.mjs start` (or `test`). Node's own modules only, since it runs before
 * there is a node_modules. Any Node that is not ancient will do for that; the one that Relink runs on is brought where it is missing.
 */
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error(
    'Relink needs Node 22 or newer (or at least Node 18, to fetch it). This is Node ' + process.versions.node + '.',
  );
  console.error('Install it from https://nodejs.org or with `nvm install` in this folder, then try again.');
  process.exit(1);
}
// Imported only now: an older Node would stumble over the syntax before it could say so.
void import('./lib/setup.mjs');
