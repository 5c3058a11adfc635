/** An organization's sign-in that answers wrongly: it refuses a code and echoes everything it was sent, or it sends invalid tokens. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Secrets } from './leaks.js';

export interface EchoingOrganization {
  issuer: string;
  /** How often it was asked. The first code is refused; then tokens come without an ID token; then with one that no one signed. */
  asked: number;
  close(): Promise<void>;
}

export async function startEchoingOrganization(secrets: Secrets): Promise<EchoingOrganization> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const organization: EchoingOrganization = {
    issuer,
    asked: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url === '/.well-known/openid-configuration')
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    organization.asked += 1;
    const sent = new URLSearchParams(body);
    secrets.add('code verifier', sent.get('code_verifier'));
    const said = `Cannot do ${request.headers.authorization ?? ''} ${body}`;
    if (organization.asked === 1)
      return json(response, 400, { error: 'invalid_grant', error_description: said, detail: said });
    const tokens = { access_token: token('organization-access'), refresh_token: token('organization-refresh') };
    secrets.add('access token', tokens.access_token);
    secrets.add('refresh token', tokens.refresh_token);
    const claims = { iss: issuer, aud: 'relink', sub: tokens.access_token, nonce: 'another', iat: 1, exp: 4e9 };
    const idToken = `${part({ alg: 'RS256' })}.${part(claims)}.${part({})}`;
    json(response, 200, { ...tokens, token_type: 'bearer', ...(organization.asked > 2 && { id_token: idToken }) });
  }
  return organization;
}

const token = (kind: string) => `${kind}-${randomBytes(24).toString('base64url')}`;
const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
