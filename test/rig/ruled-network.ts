/** A site whose networks answer by rules: a proxy in front of the simulator that replaces or edits what a rule matches. */
import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json, text } from 'node:stream/consumers';
import { createSite, type Site } from './site.js';

/** `match`: on "METHOD /path?query", followed by a space and the body if there is one. */
export type Rule = { match: RegExp } & (
  | { status: number; body: object }
  // oxlint-disable-next-line typescript/no-explicit-any -- the networks' JSON has no type here
  | { edit: (json: any) => void }
);

export interface RuledSite extends Site {
  /** What the networks answer instead of the simulator's own answer. The first matching rule counts. */
  rules: Rule[];
  /** Every request to a network, as rules see it. */
  requests: string[];
}

export async function createRuledSite(environment: Record<string, string> = {}): Promise<RuledSite> {
  const rules: Rule[] = [];
  const requests: string[] = [];
  let simulatorUrl = '';
  const proxy = createServer((incoming, outgoing) => void answer(incoming, outgoing));

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const asked = `${incoming.method} ${incoming.url}${body && ` ${body}`}`;
    requests.push(asked);
    const rule = rules.find(({ match }) => match.test(asked));
    if (rule && 'status' in rule) {
      outgoing.writeHead(rule.status, { 'content-type': 'application/json' }).end(JSON.stringify(rule.body));
      return;
    }
    // With the proxy's own Host header, so that the simulator gives addresses that lead here.
    const passedOn = send(new URL(incoming.url ?? '/', simulatorUrl), {
      method: incoming.method,
      headers: incoming.headers,
    });
    passedOn.end(body);
    const [response] = (await once(passedOn, 'response')) as [IncomingMessage];
    if (!rule) {
      outgoing.writeHead(response.statusCode ?? 502, response.headers).end(await buffer(response));
      return;
    }
    const content = await json(response);
    rule.edit(content);
    outgoing.writeHead(response.statusCode ?? 502, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  }

  const site = await createSite(environment, async (url) => {
    simulatorUrl = url;
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  return {
    ...site,
    rules,
    requests,
    async close() {
      await site.close();
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
