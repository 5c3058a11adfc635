/** `/v1/api-keys`: the keys for the archive's programs. A key is shown only once, in the response that created it. */
import { z } from 'zod';
import { SCOPES, sortScopes } from '../domain/principal.js';
import { Refusal } from '../domain/refusal.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';
import { createApiKey, listApiKeys, NewApiKeyInput, revokeApiKey, type ApiKey } from '../services/access/api-keys.js';
import { passOnApiKey, PassOnInput } from '../services/access/responsible-for-keys.js';
import { id, instantOut, iso, isoOrNull } from '../services/input/fields.js';

const ApiKeyOut = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    hint: z.string().meta({ description: 'The last characters of the key' }),
    responsibleUserId: z.string().nullable().meta({
      description:
        'The administrator who created the key or took it over. Null for keys that the operator created, which belong to the archive, and for revoked keys of someone who was removed.',
    }),
    createdAt: instantOut,
    lastUsedAt: instantOut.nullable().meta({ description: 'Accurate to the minute' }),
    revokedAt: instantOut.nullable(),
  })
  .meta({ id: 'ApiKey' });

const keyView = (key: ApiKey): z.input<typeof ApiKeyOut> => ({
  id: key.id,
  name: key.name,
  scopes: sortScopes(key.scopes),
  hint: key.hint,
  responsibleUserId: key.responsibleId,
  createdAt: iso(key.createdAt),
  lastUsedAt: isoOrNull(key.lastUsedAt),
  revokedAt: isoOrNull(key.revokedAt),
});

/** What is stored for an Idempotency-Key: the answer without the API key. */
const CreatedKey = z.object({ id: z.string() });

/** API keys for answers that haven't been sent yet, by the stored form of the answer. */
const unsentKeys = new WeakMap<WeakKey, string>();

const tag = 'API keys';

export const apiKeyRoutes: Route[] = [
  read({
    path: '/v1/api-keys',
    summary: 'List API keys',
    tag,
    access: listApiKeys.access,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'The keys, oldest first, including revoked ones', body: listOf(ApiKeyOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const rows = await listApiKeys(context, principal, page);
      return { status: 200, body: listAnswer(rows, page, (key) => key.id, keyView) };
    },
  }),
  write({
    method: 'post',
    path: '/v1/api-keys',
    summary: 'Create an API key',
    description:
      'Only this response contains the key, because the key isn’t stored. Repeating the request with the same Idempotency-Key therefore returns 409 `api_key_shown_once`. An API key can grant only the scopes it has itself.',
    tag,
    access: createApiKey.access,
    body: NewApiKeyInput,
    answers: { 201: { description: 'The key', body: z.object({ id: z.string(), key: z.string() }) } },
    async handle({ context, principal, body: given }) {
      const created = await createApiKey(context, principal, given);
      const body = { id: created.id };
      unsentKeys.set(body, created.key);
      return { status: 201, body };
    },
    reveal(_call, body) {
      const created = CreatedKey.parse(body);
      const key = typeof body === 'object' && body !== null ? unsentKeys.get(body) : undefined;
      if (key === undefined) throw alreadyShown(created.id);
      return { id: created.id, key };
    },
  }),
  write({
    method: 'post',
    path: '/v1/api-keys/{id}/pass-on',
    summary: 'Pass on an API key',
    description:
      'Makes another administrator with full access responsible for the key. The key itself doesn’t change and keeps working. A person who is responsible for an active key can’t be removed or lose the administrator role (409 `has_api_keys`, with `apiKeyIds` and `apiKeys`, which names them). The new person, the former one, and the Primary Administrator are emailed.',
    tag,
    access: passOnApiKey.access,
    params: z.strictObject({ id }),
    body: PassOnInput,
    answers: { 200: { description: 'The key', body: ApiKeyOut } },
    async handle({ context, principal, params, body }) {
      return { status: 200, body: keyView(await passOnApiKey(context, principal, params.id, body)) };
    },
  }),
  write({
    method: 'delete',
    path: '/v1/api-keys/{id}',
    summary: 'Revoke an API key',
    description: 'Calls with the key are rejected from then on. A revoked key stays in the list.',
    tag,
    access: revokeApiKey.access,
    params: z.strictObject({ id }),
    answers: { 204: { description: 'The key is revoked, now or earlier' } },
    async handle({ context, principal, params }) {
      await revokeApiKey(context, principal, params.id);
      return { status: 204 };
    },
  }),
];

const alreadyShown = (apiKeyId: string) => new Refusal('api_key_shown_once', { apiKeyId });
