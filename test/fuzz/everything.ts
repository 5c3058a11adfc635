/** Sends generated requests to every route that the server has, many at a time. */
import { Agent, request as send } from 'node:http';
import { startLinkSession, startLoginSession } from '../../services/access/sessions.js';
import { ensureLinks } from '../../services/access/personalized-links.js';
import type { Mounted } from '../rig/mounted.js';
import { formsOf, type Fields } from './forms.js';
import { beginSignIns } from './organization.js';
import { seeded, type Random } from './random.js';
import { requestFor, type Known, type Request } from './requests.js';
import type { Stage } from './stage.js';

const IN_FLIGHT = 6;
/** A stream that is open long enough to have been accepted. */
const STREAM_MS = 200;

/** Makes about so many requests, with an archive of their own. The same seed makes the same ones. */
export async function attack(stage: Stage, routes: readonly Mounted[], seed: number, count: number): Promise<void> {
  const random = seeded(seed);
  const known = await knownOf(stage, routes, random);
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  let left = count;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (; left > 0; left -= 1) await answerTo(agent, stage.url, requestFor(random, random.one(routes), known));
    }),
  );
  agent.destroy();
}

/** Nobody reads the answers here: the watch does, in the server. */
function answerTo(agent: Agent, url: string, { method, path, headers, body }: Request): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = send(url + path, { method, headers, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('close', () => resolve(answer.headers.location ?? text));
      if (path.startsWith('/v1/events')) setTimeout(() => outgoing.destroy(), STREAM_MS);
    });
    outgoing.on('error', () => resolve(''));
    outgoing.end(body);
  });
}

async function knownOf(stage: Stage, routes: readonly Mounted[], random: Random): Promise<Known> {
  const { context } = stage;
  const target = await stage.target();
  const { city, things } = target;
  const { archiveId } = city;
  const login = async (userId: string) =>
    `relink=${(await startLoginSession(context.db, { archiveId, userId })).secret}`;
  const links = await ensureLinks(context.db, context.config.keys, archiveId, [city.owner]);
  const visit = `relink=${(await startLinkSession(context.db, links.get(city.owner)!)).secret}`;
  const primary = await login(city.primary);
  const cookies = [primary, primary, await login(city.readOnly), visit, 'relink=x', 'a=b'];
  const agent = new Agent({ keepAlive: true });
  const get = (path: string, cookie = primary) =>
    answerTo(agent, stage.url, {
      method: 'GET',
      path,
      headers: { cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    });
  const forms = new Map<string, Fields>();
  for (const { method, path } of routes) {
    if (method !== 'GET' || path.startsWith('/v1/')) continue;
    for (const id of path.includes(':id') ? Object.values(things) : [''])
      for (const [action, fields] of formsOf(await get(path.replace(':id', id as string)))) forms.set(action, fields);
  }
  const started: string[] = [];
  for (const network of ['x', 'facebook', 'youtube', 'linkedin']) {
    const answer = await answerTo(agent, stage.url, {
      method: 'POST',
      path: '/connect/reconnect',
      headers: {
        cookie: `${visit}; relink-browser=fuzz`,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ network }),
    });
    const page = /"authorizeUrl":"([^"]+)"/.exec(answer)?.[1];
    if (page) started.push(new URL(page).pathname);
  }
  agent.destroy();
  return { ...target, cookies, forms, started, organization: await beginSignIns(stage, random, city) };
}
