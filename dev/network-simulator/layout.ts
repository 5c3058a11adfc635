/** The common look of every simulated page. Each page says that it isn't the real network. */
import type { Response } from 'express';
import { Html, html } from './html.js';

const STYLE = new Html(`
:root { color-scheme: light dark; --bg: light-dark(#f0f2f5, #15171a); --card: light-dark(#fff, #202327);
  --ink: light-dark(#1c1e21, #e8eaed); --soft: light-dark(#5b6067, #a4abb3); --line: light-dark(#d9dce1, #3a3f46);
  --note: light-dark(#fff4ce, #453a12); --note-ink: light-dark(#4d3d00, #ffeeb0); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { padding: .6rem 1rem; background: var(--note); color: var(--note-ink); text-align: center; font-size: .9rem; }
main { width: min(100% - 2rem, var(--width, 27rem)); margin: 1.5rem auto 3rem; padding: 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-top: 4px solid var(--brand); border-radius: 12px; }
.network { margin: 0; font-weight: 700; color: var(--soft); letter-spacing: .02em; }
h1 { margin: .2rem 0 1rem; font-size: 1.4rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
p { margin: .5rem 0 1rem; } small, .soft { color: var(--soft); } a { color: inherit; }
ul { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .75rem; } li small { overflow-wrap: anywhere; }
form { margin: 0; } form + form { margin-top: .75rem; }
button { font: inherit; font-weight: 600; min-height: 44px; padding: .5rem 1rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: inherit; }
button:hover { border-color: currentColor; } .wide { width: 100%; }
.main { background: var(--brand); border-color: var(--brand); color: #fff; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
label.box { display: flex; gap: .75rem; align-items: start; padding: .6rem 0; border-bottom: 1px solid var(--line); }
label.box:last-of-type { border: 0; } input[type=checkbox] { width: 1.25rem; height: 1.25rem; margin: .15rem 0 0; flex: none; accent-color: var(--brand); }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 1rem; padding: .25rem 1rem; } legend { padding: 0 .4rem; font-weight: 600; }
.field { display: grid; gap: .25rem; margin: .75rem 0; font-weight: 600; }
.field input, .field select, select { font: inherit; min-height: 44px; padding: .4rem .6rem; width: 100%; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: inherit; }
.actions { display: grid; grid-template-columns: 1fr 2fr; gap: .75rem; } summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; font-weight: 600; }
summary::before { content: '▸'; margin-right: .5rem; } [open] > summary::before { content: '▾'; } hr { border: 0; margin: .5rem 0; }
.person { border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1rem; margin: 0 0 .75rem; }
.target { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; padding: .5rem 0; }
.target > .who { flex: 1 1 14rem; min-width: 0; overflow-wrap: anywhere; } .target form { display: flex; gap: .5rem; margin: 0; flex: 1 1 15rem; min-width: 0; }
.target select { flex: 1; width: auto; min-width: 0; } .badge { display: inline-block; font-size: .8rem; font-weight: 600; padding: 0 .5rem; border-radius: 99px; border: 1px solid currentColor; }
`);

export interface PageSettings {
  /** The network that this page pretends to be, e.g. "Facebook". */
  network: string;
  title: string;
  color: string;
  /** For the overview of all networks, which needs more room and has no single network's name. */
  wide?: boolean;
  status?: number;
}

export function sendPage(response: Response, settings: PageSettings, body: Html): void {
  const { network, title, color, wide, status } = settings;
  const named = !wide;
  const document = html`<!doctype html>
    <html lang="en" style="--brand: ${color}${wide && '; --width: 56rem'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${title} · Simulated ${network}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header><strong>Simulated ${network}.</strong> For trying out Relink. No real account is affected.</header>
        <main>
          ${named && html`<p class="network">${network}</p>`}
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
  response
    .status(status ?? 200)
    .set('cache-control', 'no-store')
    .set(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    )
    .type('html')
    .send(document.text);
}
