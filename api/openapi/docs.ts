/** `/docs` shows the OpenAPI document to people: one page, rendered here, that loads nothing from other sites. */
import { fieldTable, fieldTables, typeOf, type Components, type Schema } from './docs-fields.js';
import { escape, prose } from './docs-text.js';
import type { Route } from '../../http/route.js';

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: Content;
  responses?: Record<string, Content>;
}

interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Components };
}

export function docsPage(routes: readonly Route[], document: object): string {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const sections = tags.map(
    (tag) =>
      `<h2>${escape(tag)}</h2>${routes
        .filter((route) => route.tag === tag)
        .map((route) => section(route, document as Document))
        .join('')}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Relink: HTTP API</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/docs.css"></head><body><main>
<h1>Relink: HTTP API</h1>
<p>Requests and responses are JSON in UTF-8. Authenticate with <code>Authorization: Bearer &lt;API key&gt;</code>. Errors are problem
documents (RFC 9457) with a stable <code>code</code>. Every POST accepts an <code>Idempotency-Key</code>. For tools, there’s an OpenAPI
document: <a href="/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}</main></body></html>`;
}

function section(route: Route, { paths, components }: Document): string {
  const answers = Object.entries(route.answers)
    .map(([status, { description }]) => `<li><code>${status}</code> ${prose(description)}</li>`)
    .join('');
  const operation = paths?.[route.path]?.[route.method] ?? {};
  return `<section><h3><code>${route.method.toUpperCase()} ${escape(route.path)}</code></h3>
<p><strong>${prose(route.summary)}.</strong> ${prose(route.description ?? '')}</p>
<ul>${answers}</ul>
<details><summary>Scope <code>${route.access.scope}</code>, fields</summary>${fields(operation, components?.schemas ?? {})}</details></section>`;
}

function fields({ parameters = [], requestBody, responses = {} }: Operation, components: Components): string {
  const parameterFields = parameters.map(({ name, in: place, required = false, description = '', schema = {} }) => ({
    name: place === 'query' ? `?${name}` : place === 'path' ? `{${name}}` : name,
    type: typeOf(schema, components),
    required,
    description: description || (schema.description ?? ''),
  }));
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
  return [
    ['Parameters and headers', fieldTable(parameterFields)],
    ['Body', tablesOf(requestBody, components)],
    ['Answer', tablesOf(success?.[1], components)],
  ]
    .filter(([, table]) => table)
    .map(([title, table]) => `<h4>${title}</h4><div class="wide">${table}</div>`)
    .join('');
}

const tablesOf = (has: Content | undefined, components: Components) =>
  Object.values(has?.content ?? {})
    .map(({ schema }) => (schema ? fieldTables(schema, components) : ''))
    .join('');

export const DOCS_STYLE = `:root{color-scheme:light dark;--line:light-dark(#d4dae3,#39424e)}
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:light-dark(#1c2430,#e6eaf0);background:light-dark(#fff,#12161b);overflow-wrap:anywhere}
a{color:light-dark(#1f54c4,#8fb4ff)}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:3rem;border-bottom:1px solid var(--line)}
summary{padding:.25rem 0;cursor:pointer}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{white-space:nowrap}
@media(width<48rem){thead{position:absolute;clip-path:inset(50%)}tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}th,td{display:block;padding:0;border:0}}`;
