/** `/docs` shows the OpenAPI document to people: one page, made here, nothing loaded from elsewhere. */
import type { Route } from './route.js';

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

export function docsPage(routes: readonly Route[], document: object): string {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const sections = tags.map(
    (tag) =>
      `<h2>${escape(tag)}</h2>${routes
        .filter((route) => route.tag === tag)
        .map((route) => section(route, document))
        .join('')}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Relink: HTTP API</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/docs.css"></head><body><main>
<h1>Relink: HTTP API</h1>
<p>JSON in UTF-8. Authenticate with <code>Authorization: Bearer &lt;api key&gt;</code>. Errors are problem documents (RFC 9457) with a
stable <code>code</code>. Every POST takes an <code>Idempotency-Key</code>. The same as a document for programs:
<a href="/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}</main></body></html>`;
}

function section(route: Route, document: object): string {
  const answers = Object.entries(route.answers)
    .map(([status, { description }]) => `<li><code>${status}</code> ${escape(description)}</li>`)
    .join('');
  const operations = (document as { paths: Record<string, Record<string, object>> }).paths[route.path];
  const details = JSON.stringify(operations?.[route.method], null, 2);
  return `<section><h3><code>${route.method.toUpperCase()} ${escape(route.path)}</code></h3>
<p><strong>${escape(route.summary)}.</strong> ${escape(route.description ?? '')}</p>
<ul>${answers}</ul>
<details><summary>Scope <code>${route.access.scope}</code>, fields</summary><pre>${escape(details)}</pre></details></section>`;
}

export const DOCS_STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c2430}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:3rem;border-bottom:1px solid #d4dae3}
pre{background:#f4f6f9;padding:1rem;overflow:auto}`;
