/**
 * Style sheets and scripts, all served from this server. File names contain a hash of the content, so browsers can
 * cache them for a year and never use an outdated one.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RequestHandler } from 'express';
import { sha256 } from '../platform/key-ring.js';

const require = createRequire(import.meta.url);
const readOwn = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url));
const readFromPackage = (path: string) => readFileSync(require.resolve(path));

const STYLES = [
  'tokens.css',
  'base.css',
  'frame.css',
  'accounts.css',
  'messages.css',
  'signed-in.css',
  'people.css',
  'dashboard.css',
  'settings.css',
  'help.css',
  'timeline.css',
  'transfers.css',
];

const CONTENTS = {
  'relink.css': () => Buffer.concat([readFromPackage('@picocss/pico/css/pico.min.css'), ...STYLES.map(readOwn)]),
  'htmx.js': () => readFromPackage('htmx.org/dist/htmx.min.js'),
  'connect.js': () => readOwn('connect.js'),
  'accounts.js': () => readOwn('accounts.js'),
  'live.js': () => readOwn('live.js'),
  'other-person.js': () => readOwn('other-person.js'),
  'tell-tabs.js': () => readOwn('tell-tabs.js'),
  'sign-in.js': () => readOwn('sign-in.js'),
  'sign-in-sent.js': () => readOwn('sign-in-sent.js'),
  'result.js': () => readOwn('result.js'),
  'copy.js': () => readOwn('copy.js'),
  'import.js': () => readOwn('import.js'),
  'series.js': () => readOwn('series.js'),
  'chart.js': () => readOwn('chart.js'),
  'submit-once.js': () => readOwn('submit-once.js'),
  'time-zones.js': () => readOwn('time-zones.js'),
  'preferences.js': () => readOwn('preferences.js'),
  'fresh-sign-in.js': () => readOwn('fresh-sign-in.js'),
  'signed-in-again.js': () => readOwn('signed-in-again.js'),
  'icon.svg': () => readOwn('icon.svg'),
} satisfies Record<string, () => Buffer>;
export type AssetName = keyof typeof CONTENTS;

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

interface Asset {
  file: string;
  type: string;
  body: Buffer;
}

const HASH_CHARACTERS = 12;

function load(name: AssetName): Asset {
  const body = CONTENTS[name]();
  const [stem, extension = ''] = name.split('.');
  const hash = sha256(body).toString('base64url').slice(0, HASH_CHARACTERS);
  return { file: `${stem}.${hash}.${extension}`, type: TYPES[extension] ?? 'application/octet-stream', body };
}

const loaded = new Map<AssetName, Asset>();

function asset(name: AssetName): Asset {
  const known = loaded.get(name);
  if (known) return known;
  const created = load(name);
  loaded.set(name, created);
  return created;
}

/** Returns the URL at which pages load the asset. */
export const assetUrl = (name: AssetName): string => `/assets/${asset(name).file}`;

/** `GET /assets/:file` */
export const serveAssets: RequestHandler<{ file: string }> = (req, res, next) => {
  const names = Object.keys(CONTENTS) as AssetName[];
  const found = names.map(asset).find(({ file }) => file === req.params.file);
  if (!found) return next();
  res.set({ 'Content-Type': found.type, 'Cache-Control': 'public, max-age=31536000, immutable' }).send(found.body);
};
