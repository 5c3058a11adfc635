/**
 * Signing in with the organization: what comes back from the provider, and the answers to what was still open. Behind the state and the
 * cookie, nothing is reached with made-up ones, so sign-ins are really begun, and then a part of each is changed.
 */
import { aCity, type City } from '../rig/builders.js';
import { users } from '../../db/schema.js';
import { newId } from '../../db/ids.js';
import { formsOf, type Fields } from './forms.js';
import { encode, mutated, nasty, printable, type Random } from './random.js';
import type { Stage } from './stage.js';

export interface OrganizationSignIns {
  /** Where the provider sends the browser back to, and the browser's cookie. */
  begun: { path: string; cookie: string }[];
  /** People who still have to choose an archive, with the form that asks them. */
  choices: { fields: Fields; cookie: string }[];
}

/** About as many as a round of requests uses. */
const BEGUN = 60;
const CHOICES = 12;

export async function beginSignIns(stage: Stage, random: Random, city: City): Promise<OrganizationSignIns> {
  const email = city.emails.primary;
  const elsewhere = await aCity(stage.context.db);
  const person = { archiveId: elsewhere.archiveId, id: newId('user'), name: 'In two archives', email };
  await stage.context.db.insert(users).values({ ...person, adminRole: 'read_only_administrator' });
  const valid = (n: number) => ({ sub: `person-${n}`, email, email_verified: true });
  const begun: OrganizationSignIns['begun'] = [];
  for (let n = 0; n < BEGUN; n += 1) {
    begun.push(await begin(stage, random.isOneIn(2) ? valid(n) : oddClaims(random, valid(n))));
  }
  const choices: OrganizationSignIns['choices'] = [];
  for (let n = 0; n < CHOICES; n += 1) {
    const { path, cookie } = await begin(stage, valid(BEGUN + n));
    const answer = await visit(stage, path, cookie);
    const fields = formsOf(answer.text).get('/sign-in/choose');
    if (!fields) throw new Error(`no choice between archives on a page with status ${answer.status}`);
    choices.push({ fields, cookie: answer.cookie });
  }
  return { begun, choices };
}

/** What no honest provider says. A provider that breaks OpenID Connect itself is answered with 502, so `sub` and `email` stay text. */
function oddClaims(random: Random, valid: object): object {
  const claims = mutated(random, valid);
  return { ...(typeof claims === 'object' && claims), sub: nasty(random) || 'x', email: nasty(random) };
}

async function begin(stage: Stage, claims: object): Promise<{ path: string; cookie: string }> {
  let cookie = '';
  const get = async (path: string) => {
    const answer = await visit(stage, path);
    ({ cookie } = answer);
    return answer;
  };
  return { path: await stage.organization.go({ get }, claims), cookie };
}

let visits = 0;

async function visit({ url }: Stage, path: string, cookie = '') {
  visits += 1;
  const response = await fetch(url + path, {
    redirect: 'manual',
    // From an address of its own, as everything here: the limits per address would end the attack.
    headers: { cookie, accept: 'text/html', 'x-forwarded-for': `10.1.${(visits >> 8) & 255}.${visits & 255}` },
  });
  const { status, headers } = response;
  const given = headers.getSetCookie().find((one) => one.startsWith('relink-oidc=')) ?? '';
  return {
    status,
    headers,
    location: headers.get('location'),
    cookie: given.split(';')[0]!,
    text: await response.text(),
  };
}

const OTHER_PARAMETERS = [
  'error',
  'error_description',
  'iss',
  'session_state',
  'scope',
  'response',
  'id_token',
  'state',
  'code',
];

interface Changed {
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Returns a request for one of the organization's routes, or null for every other route. */
export function organizationRequest(
  random: Random,
  path: string,
  { begun, choices }: OrganizationSignIns,
): Changed | null {
  if (path === '/sign-in/oidc/callback') {
    const one = random.one(begun);
    return { path: changedPath(random, one.path), headers: { cookie: changedCookie(random, one.cookie, begun) } };
  }
  if (path !== '/sign-in/choose') return null;
  const one = random.one(choices);
  const fields = one.fields.map(([name, value]) => [name, random.isOneIn(3) ? nasty(random) : value]);
  if (random.isOneIn(4)) fields.push([random.one(['archiveId', 'confirmed', 'choice', 'state']), nasty(random)]);
  return {
    path,
    headers: {
      cookie: changedCookie(random, one.cookie, choices),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: fields.map(([name, value]) => `${encode(name!)}=${encode(value!)}`).join('&'),
  };
}

function changedPath(random: Random, path: string): string {
  const [place, query = ''] = path.split('?');
  const pairs = query.split('&').flatMap((pair) => {
    const [name] = pair.split('=');
    if (random.isOneIn(8)) return [];
    if (random.isOneIn(8)) return [pair, pair];
    return random.isOneIn(5) ? [`${name}=${encode(nasty(random))}`] : [pair];
  });
  if (random.isOneIn(4)) pairs.push(`${random.one(OTHER_PARAMETERS)}=${encode(nasty(random))}`);
  return `${place}?${pairs.join('&')}`;
}

function changedCookie(random: Random, cookie: string, all: readonly { cookie: string }[]): string {
  if (random.isOneIn(8)) return random.one(all).cookie;
  if (random.isOneIn(8)) return `relink-oidc=${printable(nasty(random))}`;
  if (random.isOneIn(12)) return `${cookie.slice(0, -1)}!`;
  return random.isOneIn(12) ? 'a=b' : cookie;
}
