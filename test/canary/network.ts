/** Sits between Relink and the simulated networks: records every secret that passes, and answers wrongly when told to. */
import { createServer, request as requestTo, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Secrets } from './leaks.js';

/** `echo`: a refusal that repeats everything it was sent; `echo500`: the same, as a proxy's page; `torn`: half an answer. */
export type Fault = 'echo' | 'echo500' | 'torn';

export interface Wiretap {
  url: string;
  /** Applies to every request to a matching path until it is removed. */
  fault(path: RegExp, fault: Fault): () => void;
  /** How many requests were answered wrongly. */
  faults: number;
  close(): Promise<void>;
}

const FORM_SECRETS: Record<string, string> = {
  client_secret: 'client secret',
  code: 'authorization code',
  code_verifier: 'code verifier',
  refresh_token: 'refresh token',
  access_token: 'access token',
  fb_exchange_token: 'access token',
  id_token: 'ID token',
};

export async function tapNetwork(simulatorUrl: string, secrets: Secrets): Promise<Wiretap> {
  const active = new Set<{ path: RegExp; fault: Fault }>();
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const url = new URL(request.url ?? '/', simulatorUrl);
    learn(url.searchParams);
    learn(new URLSearchParams(body));
    const { authorization = '' } = request.headers;
    learnAuthorization(authorization);
    const wrong = [...active].find(({ path }) => path.test(url.pathname));
    if (wrong) {
      tap.faults += 1;
      return answerWrongly(response, wrong.fault, `${request.url} ${authorization} ${body}`);
    }
    // Keeps the caller's Host, from which the simulator derives its own address, as an issuer does.
    const { method, headers } = request;
    const answer = await new Promise<IncomingMessage>((resolve, reject) =>
      requestTo(url, { method, headers }, resolve).once('error', reject).end(body),
    );
    const content = await text(answer);
    const { location } = answer.headers;
    if (location) learn(new URL(location, simulatorUrl).searchParams);
    learnJson(content);
    response.writeHead(answer.statusCode ?? 502, {
      'content-type': answer.headers['content-type'] ?? 'text/plain',
      ...(location && { location }),
      ...(answer.headers['set-cookie'] && { 'set-cookie': answer.headers['set-cookie'] }),
    });
    response.end(content);
  }

  function learn(parameters: URLSearchParams): void {
    for (const [name, value] of parameters) if (FORM_SECRETS[name]) secrets.add(FORM_SECRETS[name], value);
  }

  function learnAuthorization(authorization: string): void {
    const [scheme, value = ''] = authorization.split(' ');
    if (scheme === 'Bearer') secrets.add('access token', value);
    if (scheme === 'Basic')
      secrets.add('client secret', Buffer.from(value, 'base64').toString().split(':').slice(1).join(':'));
  }

  function learnJson(content: string): void {
    for (const [, name = '', value = ''] of content.matchAll(/"(access_token|refresh_token|id_token)":"([^"]+)"/g))
      secrets.add(FORM_SECRETS[name]!, value);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const tap: Wiretap = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: 0,
    fault(path, fault) {
      const one = { path, fault };
      active.add(one);
      return () => active.delete(one);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tap;
}

function answerWrongly(response: ServerResponse, fault: Fault, asked: string): void {
  if (fault === 'echo500') response.writeHead(500, { 'content-type': 'text/html' }).end(`<h1>Error</h1><p>${asked}`);
  else if (fault === 'torn')
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"access_token":"${asked.slice(0, 400)}`);
  else {
    const error = { message: `Cannot do ${asked}`, type: 'OAuthException', code: 190, error_subcode: 460 };
    const body = { error, error_description: `Cannot do ${asked}`, detail: asked, title: asked, status: 401 };
    const oauth = { ...body, error: 'invalid_grant' };
    const isToken = /token/i.test(asked.split(' ')[0] ?? '');
    response
      .writeHead(isToken ? 400 : 401, { 'content-type': 'application/json' })
      .end(JSON.stringify(isToken && !asked.startsWith('/facebook') ? oauth : body));
  }
}
