/** Walks through everything that involves a secret, both when it works and when it fails. */
import { eq, sql } from 'drizzle-orm';
import { SCOPES } from '../../domain/principal.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { ensureLinks, linkSecret, linkUrl } from '../../services/access/personalized-links.js';
import { preferencesUrl, unsubscribeUrl } from '../../services/access/preferences-links.js';
import { credentials, pendingSignIns, signInLinks, transfers } from '../../db/schema.js';
import { signInUrl } from '../../services/access/sign-in-links.js';
import type { Site } from '../rig/site.js';
import { Visitor, type Seen } from '../rig/visitor.js';
import { aCity, type City } from '../rig/builders.js';
import { until } from '../rig/until.js';
import type { Place } from './leaks.js';
import type { CanaryStack } from './stack.js';

interface Answer {
  status: number;
  body: Record<string, unknown> & { id: string; key: string; items: { id: string; network: string; status: string }[] };
}

export class Walk {
  private city!: City;
  private key = '';
  private accounts = new Map<string, string>();
  /** What existed while a refused sign-in was kept; it is deleted later. */
  meanwhile: Place[] = [];

  constructor(private readonly stack: CanaryStack) {}

  private get db() {
    return this.stack.context.db;
  }

  visitor(): Visitor {
    return new Visitor({ url: this.stack.url } as Site);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.stack.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'] };
  }

  private account(network: string): string {
    const id = this.accounts.get(network);
    if (!id) throw new Error(`no ${network} account was connected`);
    return id;
  }

  private async simulate(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.stack.simulatorUrl}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  private form(visitor: Visitor, path: string, fields: Record<string, string>): Promise<Seen> {
    return visitor.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.stack.url },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Sets up an archive with its people and keys, and everyone at the networks. */
  async prepare(): Promise<void> {
    this.city = await aCity(this.db);
    ({ key: this.key } = await insertApiKey(this.db, {
      archiveId: this.city.archiveId,
      name: 'capture engine',
      scopes: SCOPES,
    }));
    this.stack.secrets.add('API key', this.key);
    const people = [
      { network: 'facebook', id: 'jane', name: 'Jane Doe', manages: [page('page-1'), page('page-2'), instagram] },
      { network: 'linkedin_profile', id: 'mayor', name: 'The Mayor' },
      { network: 'x', id: 'x-1', name: 'City Hall' },
      { network: 'youtube', id: 'UC1', name: 'City TV' },
      { network: 'threads', id: '17', name: 'City Threads' },
    ];
    for (const person of people) await this.simulate('/identities', { ...person, signedIn: true });
  }

  /** Returns the owner's link as it appears in an email. */
  private async link(userId = this.city.owner): Promise<string> {
    const { keys, publicUrl } = this.stack.context.config;
    const link = (await ensureLinks(this.db, keys, this.city.archiveId, [userId])).get(userId)!;
    this.stack.secrets.add('link secret', linkSecret(keys, link));
    return linkUrl(keys, publicUrl, link);
  }

  async connect(): Promise<void> {
    const owner = this.visitor();
    expectStatus(await owner.open(await this.link()), 200);
    for (const network of ['facebook_page', 'x', 'linkedin_profile', 'youtube', 'threads'])
      expectStatus(await owner.reconnect({ network }), 200);
    const { body } = await this.call('GET', '/v1/accounts?limit=100');
    for (const { id, network } of body.items) this.accounts.set(network, id);
    for (const id of this.accounts.values()) await this.call('GET', `/v1/accounts/${id}/credential`);
  }

  /** Runs one refresh that succeeds, one that is refused, and one that gets a 500; all of the answers repeat what they were sent. */
  async report(): Promise<void> {
    const { network } = this.stack;
    const restore = [
      network.fault(/\/google\/token/, 'echo'),
      network.fault(/\/linkedin\/oauth\/v2\/accessToken/, 'echo500'),
      // Otherwise their tokens would be found to work, and the reports withdrawn.
      network.fault(/\/google\/youtube/, 'echo500'),
      network.fault(/\/linkedin\/v2\//, 'echo500'),
      // Its requests carry the secrets in their URLs.
      network.fault(/\/threads\/(refresh_access_token|v1.0\/me)/, 'echo'),
    ];
    const [token] = this.stack.secrets.of('access token');
    const networkError = { status: 401, headers: { 'x-token': `Bearer ${token!.value.toString()}` } };
    const echo = JSON.stringify({
      error: { code: 190, error_subcode: 460, message: `bad token ${token!.value.toString()}` },
    });
    for (const name of ['x', 'youtube', 'linkedin_profile', 'threads', 'facebook_page'])
      await this.call(
        'POST',
        '/v1/disconnects',
        name === 'facebook_page'
          ? { accountId: this.account(name), networkError: { ...networkError, body: echo } }
          : { accountId: this.account(name), reason: 'token_expired' },
        { 'idempotency-key': `report-${name}` },
      );
    await until('the refreshes are done and the owner’s emails are sent', async () => {
      const { body } = await this.call('GET', `/v1/accounts/${this.account('x')}`);
      const mails = await this.stack.mails();
      const asked = JSON.stringify(mails);
      return body.status === 'connected' && asked.includes('City TV') && asked.includes('The Mayor');
    });
    restore.forEach((off) => off());
  }

  /** Tries every answer that a network should not give, and every address that a browser should not come back with. */
  async failedSignIns(): Promise<void> {
    const { network } = this.stack;
    const owner = this.visitor();
    await owner.open(await this.link());
    const target = { accountId: this.account('facebook_page') };
    for (const [path, fault] of [
      [/\/facebook\/.*access_token/, 'echo'],
      [/\/facebook\/.*access_token/, 'echo500'],
      [/\/facebook\/.*access_token/, 'torn'],
      [/\/facebook\/.*\/me/, 'echo'],
      [/\/facebook\/.*\/me/, 'echo500'],
      [/\/facebook\/.*\/me/, 'torn'],
    ] as const) {
      const callback = await owner.callback(target);
      const restore = network.fault(path, fault);
      const page = await owner.get(callback);
      restore();
      if (page.status < 400) throw new Error(`a sign-in with the fault "${fault}" ended with ${page.status}`);
    }
    const x = await owner.callback({ accountId: this.account('x') });
    await this.visitor().get(x);
    await owner.get(x.replace(/state=[^&]+/, 'state=changed'));
    expectStatus(await owner.get(x), 200);
    // The same browser sees the result again, and no other one does.
    expectStatus(await owner.get(x), 200);
    if ((await this.visitor().get(x)).status === 200) throw new Error('another browser saw the result of a sign-in');
    const cancelled = new URL(await owner.callback({ accountId: this.account('x') }));
    const code = cancelled.searchParams.get('code')!;
    cancelled.searchParams.delete('code');
    cancelled.searchParams.set('error', 'access_denied');
    cancelled.searchParams.set('error_description', `cancelled ${code}`);
    await owner.get(cancelled.href);
    expectStatus(await owner.reconnect(target), 200);
    await this.call('GET', `/v1/accounts/${this.account('facebook_page')}/credential`);
  }

  async links(): Promise<void> {
    const { secrets, context } = this.stack;
    const path = `/v1/users/${this.city.owner}/personalized-link`;
    const old = await this.link();
    const once = { 'idempotency-key': 'copy' };
    await this.call('POST', path, { delivery: 'copy' }, once);
    await this.call('POST', path, { delivery: 'copy' }, once);
    await this.call('POST', path, { delivery: 'copy', renew: true });
    await this.link();
    expectStatus(await this.visitor().open(old), 410);
    await this.visitor().post('/connect/new-link', fragmentOf(old));
    await this.visitor().post('/connect/session', { ...fragmentOf(old), secret: 'x'.repeat(32) });
    await this.call('POST', path, { delivery: 'email' });
    const begun = { 'idempotency-key': 'begin', 'x-relink-acting-user': this.city.primary };
    for (const _ of [1, 2]) await this.call('POST', `/v1/accounts/${this.account('x')}/reconnect`, undefined, begun);

    const { keys, publicUrl } = context.config;
    const reader = { archiveId: this.city.archiveId, id: this.city.primary, email: this.city.emails.primary };
    const token = new URL(preferencesUrl(keys, publicUrl, reader)).hash.slice(1);
    const stop = new URL(unsubscribeUrl(keys, publicUrl, reader));
    secrets.add('preferences token', token.split('.')[2]);
    secrets.add('unsubscribe token', stop.searchParams.get('token')!.split('.')[2]);
    await this.form(this.visitor(), '/preferences', { token });
    await this.form(this.visitor(), '/preferences', { token: token.replace(/.{5}$/, 'wrong') });
    await this.visitor().get(stop.href);
    await this.visitor().request(stop.href, { method: 'POST' });
  }

  /** Signs an administrator in by email and visits every page. */
  async administrator(): Promise<Visitor> {
    const { secrets, context } = this.stack;
    const admin = this.visitor();
    await this.form(admin, '/sign-in', { email: this.city.emails.primary });
    secrets.add('cookie', admin.cookie('relink-asked'));
    const { keys, publicUrl } = context.config;
    const linkRows = () => this.db.select().from(signInLinks).where(eq(signInLinks.userId, this.city.primary));
    await until('the sign-in request was answered', async () => (await linkRows()).length > 0);
    const [row] = await linkRows();
    const secret = new URL(signInUrl(keys, publicUrl, row!)).hash.slice(1);
    secrets.add('sign-in link secret', secret.split('.')[1]);
    await until('the sign-in link has been emailed', async () =>
      JSON.stringify(await this.stack.mails()).includes(secret),
    );
    await admin.post('/sign-in/open', { secret: secret.replace(/.{5}$/, 'wrong') });
    expectStatus(await admin.post('/sign-in/open', { secret }), 200);
    await this.visitor().post('/sign-in/open', { secret });
    const made = await this.form(admin, '/configure/keys', { name: 'made on the page', scopes: 'read' });
    secrets.add('API key', /relink_[\w-]+/.exec(made.text)?.[0]);
    const once = { 'idempotency-key': 'key' };
    const { body } = await this.call('POST', '/v1/api-keys', { name: 'made by a key', scopes: ['read'] }, once);
    secrets.add('API key', body.key);
    await this.call('POST', '/v1/api-keys', { name: 'made by a key', scopes: ['read'] }, once);
    await this.call('DELETE', `/v1/api-keys/${body.id}`);
    await this.call('GET', '/v1/archive', undefined, { authorization: `Bearer ${body.key}` });
    return admin;
  }

  /** An administrator reconnects an owner's page with a sign-in that belongs to another owner: it is refused, kept, and then continued. */
  async transfer(admin: Visitor): Promise<void> {
    const accountId = this.account('facebook_page');
    const move = (body: object) => this.call('POST', '/v1/transfers', { toOwnerId: this.city.otherOwner, ...body });
    await move({ accountIds: [accountId, this.account('x')] });
    await this.transfersDone();
    await this.call('POST', '/v1/disconnects', { accountId, reason: 'password_changed' });
    expectStatus(await admin.reconnect({ accountId }), 409);
    const [held] = await this.db.select().from(pendingSignIns);
    if (!held) throw new Error('the refused sign-in was not stored');
    this.meanwhile = await this.stack.places();
    const profiles = await this.call('GET', '/v1/parent-profiles');
    await move({ parentProfileIds: profiles.body.items.map(({ id }) => id) });
    await this.transfersDone();
    await this.form(admin, '/reconnect/continue', { pending: held.id });
  }

  private transfersDone = () =>
    until('the transfers are done', async () => {
      const running = await this.db.select().from(transfers).where(eq(transfers.status, 'running'));
      return running.length === 0;
    });

  async look(admin: Visitor): Promise<void> {
    const disconnects = await this.call('GET', '/v1/disconnects?limit=100');
    for (const { id } of disconnects.body.items) {
      await this.call('GET', `/v1/disconnects/${id}/timeline`);
      for (const path of [`/disconnects/${id}`, `/disconnects/${id}/timeline.csv`]) await admin.get(path);
    }
    for (const path of ['/v1/users', '/v1/transfers', '/v1/gaps', '/v1/api-keys', '/v1/changes', '/v1/dashboard'])
      await this.call('GET', path);
    const pages = [
      '/',
      '/dashboard',
      '/accounts',
      '/transfers',
      '/gaps',
      '/gaps.csv',
      '/you',
      '/help',
      '/parent-profiles',
    ];
    const configure = [
      'owners',
      'administrators',
      'import',
      'series',
      'emails',
      'keys',
      'sign-in',
      `people/${this.city.owner}`,
    ];
    for (const path of [...pages, ...configure.map((name) => `/configure/${name}`)]) await admin.get(path);
    for (const id of this.accounts.values()) await admin.get(`/accounts/${id}`);
    for (const path of ['/metrics', '/openapi.json', '/docs', '/readyz', '/healthz', '/sign-in', '/connect'])
      await fetch(`${this.stack.url}${path}`).then((answer) => answer.text());
    for (const command of [['backlog'], ['keys', 'list'], ['doctor'], ['rotate-keys']])
      await this.stack.command(...command);
  }

  async webhooks(): Promise<void> {
    const body = JSON.stringify({ type: 'email.bounced', data: { email_id: 'x' } });
    const headers = { 'svix-id': 'msg_1', 'svix-timestamp': String(Math.floor(Date.now() / 1000)) };
    const unsigned = (path: string, type: string, text: string) =>
      fetch(`${this.stack.url}/webhooks/${path}`, { method: 'POST', body: text, headers: { 'content-type': type } });
    for (const app of ['meta', 'threads'])
      for (const what of ['deauthorize', 'data-deletion'])
        await unsigned(`${app}/${what}`, 'application/x-www-form-urlencoded', 'signed_request=AAAA.AAAA');
    await unsigned('google/risc', 'application/secevent+jwt', 'AAAA.AAAA.AAAA');
    for (const signature of ['v1,AAAA', 'nonsense', ''])
      await fetch(`${this.stack.url}/webhooks/resend`, {
        method: 'POST',
        body,
        headers: { ...headers, 'svix-signature': signature },
      });
  }

  /** Runs the organization's sign-in, which fails in three ways: it refuses the code, then it sends what is no answer. */
  async organization(): Promise<void> {
    for (const n of [1, 2, 3]) {
      const person = this.visitor();
      const { location } = await person.get('/sign-in/oidc');
      this.stack.secrets.add('cookie', person.cookie('relink-oidc'));
      const code = `canary-organization-code-${n}`;
      this.stack.secrets.add('authorization code', code);
      const state = new URL(location!).searchParams.get('state') ?? '';
      const status = n === 1 ? 400 : 502;
      expectStatus(await person.get(`/sign-in/oidc/callback?code=${code}&state=${state}`), status);
    }
  }

  /** Makes the database refuse what Relink writes and hold what it can't decrypt: errors that could reveal whole rows. */
  async brokenDatabase(): Promise<void> {
    await this.db.execute(sql`alter table credentials add constraint canary check (version < 0) not valid`);
    const owner = this.visitor();
    await owner.open(await this.link());
    const page = await owner.reconnect({ accountId: this.account('linkedin_profile') });
    expectStatus(page, 500);
    // The network answers its refresh correctly, but the result can't be written.
    const accountId = this.account('x');
    // Later than the flapping window, in which nothing is tried again.
    await this.db.execute(
      sql`update accounts set last_reconnected_at = now() - interval '1 hour' where id = ${accountId}`,
    );
    await this.call('POST', '/v1/disconnects', { accountId, reason: 'token_expired' });
    await until('the refresh has failed in the worker', async () => {
      const histories = (await this.stack.places()).filter(({ name }) => name.startsWith('the history of disconnect'));
      return histories.some(({ text }) => text.includes('Failed query'));
    });
    await this.db.execute(sql`alter table credentials drop constraint canary`);
    const [row] = await this.db
      .select()
      .from(credentials)
      .where(eq(credentials.accountId, this.account('youtube')));
    await this.db.update(credentials).set({ accessToken: row!.refreshToken! }).where(eq(credentials.id, row!.id));
    await this.call('POST', `/v1/accounts/${this.account('youtube')}/reconnected`, {});
    const { status } = await this.call('GET', `/v1/accounts/${this.account('youtube')}/credential`);
    if (status !== 500) throw new Error(`reading a credential that cannot be decrypted returned ${status}`);
  }
}

const page = (id: string) => ({ network: 'facebook_page', id, name: `City ${id}` });
const instagram = { network: 'instagram', id: 'insta-1', name: 'cityhall' };

const fragmentOf = (link: string) => {
  const [name, secret] = new URL(link).hash.slice(1).split('.');
  return { link: name, secret };
};

function expectStatus(seen: Seen, status: number): void {
  if (seen.status !== status)
    throw new Error(`returned ${seen.status} instead of ${status}: ${seen.text.slice(0, 2000)}`);
}
