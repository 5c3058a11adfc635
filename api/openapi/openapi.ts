/** Generates the OpenAPI 3.1 document from the declarations that validate requests. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { SCOPES } from '../../domain/principal.js';
import { DisconnectReport } from '../reports.js';
import type { Route } from '../../http/route.js';

const ProblemOut = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable, snake_case' }),
    errors: z
      .array(z.object({ path: z.string().optional(), message: z.string() }).catchall(z.unknown()))
      .optional()
      .meta({ description: 'What’s wrong with each field' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const actingUser = z.string().optional().meta({
  description: 'The ID of a user. The call is made with that user’s rights. For API keys with the scope `act`.',
});
const idempotencyKey = z.string().max(255).optional().meta({
  description: 'For 24 hours, the same key and body return the same response.',
});

function responses(route: Route): ZodOpenApiResponsesObject {
  const declared = Object.entries(route.answers).map(([status, { description, body }]) => [
    status,
    { description, ...(body && { content: { 'application/json': { schema: body } } }) },
  ]);
  const refused = {
    description: 'The request was refused. `code` says why, and `detail` says what to do',
    content: { 'application/problem+json': { schema: ProblemOut } },
  };
  return { ...Object.fromEntries(declared), '4XX': refused, '5XX': refused };
}

function operation(route: Route): ZodOpenApiOperationObject {
  const headers = {
    'X-Relink-Acting-User': actingUser,
    ...(route.method === 'post' && { 'Idempotency-Key': idempotencyKey }),
  };
  const content =
    route.kind === 'write' && route.accepts === 'text/csv'
      ? { 'text/csv': { schema: { type: 'string' as const } } }
      : { 'application/json': { schema: route.body ?? z.never() } };
  return {
    summary: route.summary,
    description: route.description,
    tags: [route.tag],
    operationId: `${route.method}${route.path.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    security: [{ apiKey: [route.access.scope] }, { session: [] }],
    requestParams: { path: route.params, query: route.query, header: z.object(headers) },
    ...(route.body && { requestBody: { required: !route.body.safeParse({}).success, content } }),
    responses: responses(route),
  };
}

export function openApiDocument(routes: readonly Route[], publicUrl: string) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Relink',
      version: '1',
      description: 'Gets an archive’s disconnected social media accounts reconnected.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { DisconnectReport },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: `Scopes: ${SCOPES.join(', ')}` },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-relink', description: 'A session on the web pages' },
      },
    },
  });
}
