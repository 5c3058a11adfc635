/** `/v1/api-keys`: the keys of the archive's machines. A key is shown once, in the answer that made it, and never again. */
import { z } from 'zod';
import { apiKeyPage, createApiKey, readApiKey, revokeApiKey, type ApiKey } from '../services/access/api-keys.js';
import { recordAudit } from '../services/audit/audit-log.js';
import { notFound, Refusal } from '../domain/refusal.js';
import { id, instantOut, iso, isoOrNull, text } from '../services/input/fields.js';
import { problem } from '../services/input/problem.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { requireScope, SCOPES, type RequestPrincipal, type Scope } from '../domain/principal.js';
import { read, write, type Route } from '../http/route.js';

const ApiKeyOut = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    hint: z.string().meta({ description: 'The last characters of the key' }),
    createdAt: instantOut,
    lastUsedAt: instantOut.nullable().meta({ description: 'To the minute' }),
    revokedAt: instantOut.nullable(),
  })
  .meta({ id: 'ApiKey' });

const keyView = (key: ApiKey): z.input<typeof ApiKeyOut> => ({
  id: key.id,
  name: key.name,
  scopes: SCOPES.filter((scope) => key.scopes.includes(scope)),
  hint: key.hint,
  createdAt: iso(key.createdAt),
  lastUsedAt: isoOrNull(key.lastUsedAt),
  revokedAt: isoOrNull(key.revokedAt),
});

/** The keys of answers that were not sent yet. What is stored for an Idempotency-Key is the body alone, without its key. */
const unsent = new WeakMap<object, string>();

/** Nobody gives what they lack: neither a key, nor a person through one. @throws {Refusal} `scope_missing` */
function requireOwn(principal: RequestPrincipal, scopes: readonly Scope[]): void {
  const via = principal.kind === 'archive' ? principal : principal.via;
  if ('scopes' in via) for (const scope of scopes) requireScope(via.scopes, scope);
}

const tag = 'API keys';
const access = { scope: 'manage', audience: 'managers' } as const;

export const addApiKey = write({
  method: 'post',
  path: '/v1/api-keys',
  summary: 'Make an API key',
  description:
    'The answer is the only one that ever has the key: it is not stored. So the same Idempotency-Key is refused with 409 `api_key_shown_once`. A key can give the scopes that it has itself, and no others.',
  tag,
  access,
  body: z.strictObject({
    name: text(80).meta({ description: 'What the key is for' }),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1, { error: problem('no_scope') })
      .max(SCOPES.length)
      .transform((given) => SCOPES.filter((scope) => given.includes(scope))),
  }),
  answers: { 201: { description: 'The key', body: z.object({ id: z.string(), key: z.string() }) } },
  async handle({ tx, archiveId, actor, principal, body: { name, scopes } }) {
    requireOwn(principal, scopes);
    const made = await createApiKey(tx, { archiveId, name, scopes });
    await recordAudit(tx, [
      { archiveId, type: 'api_key_created', actor, detail: { apiKeyId: made.id, name, scopes: [...scopes] } },
    ]);
    const body = { id: made.id };
    unsent.set(body, made.key);
    return { status: 201, body };
  },
  reveal(_context, _archiveId, body) {
    const made = body as { id: string };
    const key = unsent.get(made);
    if (key === undefined) throw shownOnce(made.id);
    unsent.delete(made);
    return { id: made.id, key };
  },
});

const shownOnce = (apiKeyId: string) => new Refusal('api_key_shown_once', { apiKeyId });

export const removeApiKey = write({
  method: 'delete',
  path: '/v1/api-keys/{id}',
  summary: 'Revoke an API key',
  description: 'From then on no call with it is let in. A revoked key stays in the list.',
  tag,
  access,
  params: z.strictObject({ id }),
  answers: { 204: { description: 'Revoked, now or before' } },
  async handle({ tx, archiveId, actor, params }) {
    if (!(await readApiKey(tx, archiveId, params.id))) throw notFound('api_key');
    const revoked = await revokeApiKey(tx, params.id, archiveId);
    if (revoked) {
      const detail = { apiKeyId: revoked.id, name: revoked.name };
      await recordAudit(tx, [{ archiveId, type: 'api_key_revoked', actor, detail }]);
    }
    return { status: 204 };
  },
});

export const apiKeyRoutes: Route[] = [
  read({
    path: '/v1/api-keys',
    summary: 'List the API keys',
    tag,
    access,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'Keys, oldest first, with those that were revoked', body: listOf(ApiKeyOut) } },
    async handle({ db, archiveId, query }) {
      const page = pageOf(query);
      const rows = await apiKeyPage(db, archiveId, page);
      return { status: 200, body: listAnswer(rows, page, (key) => key.id, keyView) };
    },
  }),
  addApiKey,
  removeApiKey,
];
