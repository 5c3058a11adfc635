/** A network over real HTTP whose token endpoint answers when the test says so (`RELINK_SIMULATOR_URL`). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Context } from '../../platform/context.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import type { City } from './builders.js';
import { until } from './until.js';

export interface HeldRequest {
  refreshToken: string;
  answer(body: object, status?: number): void;
}

export interface HeldNetwork {
  url: string;
  /** Requests that are waiting for an answer. */
  held: HeldRequest[];
  /** The refresh tokens of all requests, in order. */
  all: string[];
  /** Waits for a request with this refresh token. */
  asked(refreshToken: string): Promise<HeldRequest>;
  /** Refuses every held request, as a network that is down does. */
  refuse(): void;
  close(): Promise<void>;
}

export async function holdNetwork(): Promise<HeldNetwork> {
  const held: HeldRequest[] = [];
  const all: string[] = [];
  const remove = (one: HeldRequest) => void (held.includes(one) && held.splice(held.indexOf(one), 1));
  const server = createServer((request, response) => {
    void hold(request, response);
  });
  async function hold(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // It never says whether a token works; the caller sees that as an outage.
    if (request.method === 'GET') return void response.writeHead(503).end();
    const body = await text(request);
    const refreshToken = new URLSearchParams(body).get('refresh_token') ?? '';
    const one: HeldRequest = {
      refreshToken,
      answer(answer, status = 200) {
        remove(one);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      },
    };
    // The caller is no longer waiting.
    response.on('close', () => remove(one));
    all.push(refreshToken);
    held.push(one);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const find = (refreshToken: string) => held.find((one) => one.refreshToken === refreshToken);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    all,
    async asked(refreshToken) {
      await until(`the network receives ${refreshToken}`, () => find(refreshToken) !== undefined);
      return find(refreshToken)!;
    },
    refuse: () => [...held].forEach((one) => one.answer({ error: 'temporarily_unavailable' }, 503)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Gives an account tokens that can be refreshed. */
export const authorize = ({ db, config }: Context, { archiveId }: City, accountId: string, refreshToken: string) =>
  saveCredential(db, config.keys, { archiveId, accountId }, { accessToken: `access of ${refreshToken}`, refreshToken });
