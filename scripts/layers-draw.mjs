/**
 * `npm run layers:draw`: draws the folders and their imports in docs/design.md. With `--check`, it only reports whether that picture is up
 * to date.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { FEATURES, LAYERS } from '../.dependency-cruiser.mjs';

const FILE = 'docs/design.md';
const [BEGIN, END] = ['<!-- layers:draw -->', '<!-- /layers:draw -->'];
const PROGRAMS = ['server.ts', 'worker.ts', 'relink.ts'];

const { modules } = JSON.parse(
  execFileSync(process.execPath, ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '.', '-T', 'json'], {
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  }),
);

/** Returns the imports between what `nameOf` makes of each path; undefined leaves a path out of the picture. */
function arrowsBetween(nameOf) {
  const arrows = new Map();
  for (const { source, dependencies } of modules)
    for (const { resolved } of dependencies) {
      const [from, to] = [nameOf(source), nameOf(resolved)];
      if (from && to && from !== to) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
    }
  return arrows;
}

/** Removes the arrows that follow from others. */
function reduce(arrows) {
  const reaches = (from, to) => [...(arrows.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  return [...arrows].flatMap(([from, tos]) =>
    [...tos].filter((to) => ![...tos].some((other) => other !== to && reaches(other, to))).map((to) => [from, to]),
  );
}

/** Draws in the order of the layers, regardless of the order of files. */
function draw(arrows, order) {
  const place = (name) => order.indexOf(name);
  const lines = reduce(arrows)
    .sort(([a, b], [c, d]) => place(a) - place(c) || place(b) - place(d))
    .map(([from, to]) => `  ${from} --> ${to}`);
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
}

const layers = Object.keys(LAYERS).toReversed();
const layerOf = (file) => (PROGRAMS.includes(file) ? file : layers.find((name) => file.startsWith(`${name}/`)));
const featureOf = (file) => FEATURES.find((name) => file.startsWith(`services/${name}/`));
const allowed = new Map(
  [...arrowsBetween(layerOf)].map(([from, tos]) => [
    from,
    new Set([...tos].filter((to) => PROGRAMS.includes(from) || LAYERS[from].includes(to))),
  ]),
);

const picture = `${BEGIN}

${draw(allowed, [...PROGRAMS, ...layers])}

The folders of \`services/\`:

${draw(arrowsBetween(featureOf), FEATURES.toReversed())}

${END}`;

const text = readFileSync(FILE, 'utf8');
const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (start < 0 || end < start) throw new Error(`${FILE} has no markers for the picture: ${BEGIN} … ${END}`);
const drawn = text.slice(0, start) + picture + text.slice(end + END.length);
if (!process.argv.includes('--check')) writeFileSync(FILE, drawn);
else if (drawn !== text) {
  console.error(`${FILE} doesn’t show the current layers. Run \`npm run layers:draw\` and commit the result.`);
  process.exitCode = 1;
}
