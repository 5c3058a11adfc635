/**
 * Distinctive tokens and secrets run through everything, and afterwards none of them is in a log, an answer, a history, the database, a
 * metric, or an email, in any spelling. A control shows that the test can fail.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { recordAnswers, type Recorder } from './answers.js';
import { findLeaks, formsOf, Secrets, type Place } from './leaks.js';
import { startEchoingOrganization, type EchoingOrganization } from './organization.js';
import { startCanaryStack, type CanaryStack } from './stack.js';
import { Walk } from './walk.js';

let organization: EchoingOrganization;
let stack: CanaryStack;
let answers: Recorder;
let places: Place[];
beforeAll(async () => {
  const secrets = new Secrets();
  organization = await startEchoingOrganization(secrets);
  stack = await startCanaryStack(secrets, organization.issuer);
  answers = recordAnswers(stack.url, stack.secrets);
  const walk = new Walk(stack);
  await walk.prepare();
  await walk.connect();
  await walk.report();
  await walk.failedSignIns();
  await walk.links();
  await walk.webhooks();
  await walk.organization();
  const admin = await walk.administrator();
  await walk.transfer(admin);
  await walk.brokenDatabase();
  await walk.look(admin);
  places = [...walk.meanwhile, ...(await stack.places()), ...answers.places];
}, 240_000);
afterAll(async () => {
  answers.stop();
  await stack.close();
  await organization.close();
});

it('every kind of secret was used, and every place contains something', () => {
  const kinds = new Set(stack.secrets.all.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    [
      'API key',
      'ID token',
      'access token',
      'authorization code',
      'client secret',
      'code verifier',
      'cookie',
      'encryption key',
      'link secret',
      'mail provider key',
      'preferences token',
      'refresh token',
      'sign-in link secret',
      'unsubscribe token',
      'webhook secret',
    ].sort(),
  );
  const names = new Set(places.filter(({ text }) => text.length > 0).map(({ name }) => name));
  for (const name of [
    'the log of the API',
    'the log of the worker',
    'the history of disconnect',
    'the history of mailer',
    'the history of transfer',
    'the table public.credentials',
    'the table public.audit',
    'the table public.pending_sign_ins',
    'the 200 response to GET /metrics',
    'the 200 response to GET /openapi.json',
    'the output of "doctor"',
  ])
    expect([name, names.has(name)]).toEqual([name, true]);
  expect(stack.network.faults).toBeGreaterThan(7);
  expect(organization.asked).toBe(3);
  // Each place that is allowed to contain a secret did contain one, so the search would have found it.
  for (const kind of ['access token', 'API key', 'link secret'])
    expect(
      findLeaks(
        places.map(({ name, text }) => ({ name, text })),
        stack.secrets.of(kind),
      ).join(),
    ).toContain(kind);
});

it('no secret is in a place that is not meant to return it', () => {
  expect(findLeaks(places, stack.secrets.all)).toEqual([]);
});

describe('a planted leak is found', () => {
  it('in every form, anywhere in a text', () => {
    const [token] = stack.secrets.of('access token');
    const value = token!.value.toString();
    for (const before of ['', 'a', 'ab', 'abc'])
      for (const text of [
        `${before}${value}!`,
        Buffer.from(`${before}${value}!`).toString('base64'),
        Buffer.from(`${before}${value}!`).toString('base64url'),
        Buffer.from(`${before}${value}!`).toString('hex'),
        encodeURIComponent(`${before}${value}!`),
      ])
        expect(findLeaks([{ name: 'a text', text }], [token!])).not.toEqual([]);
    expect(formsOf(token!).every(([, form]) => form.length >= 12)).toBe(true);
    expect(findLeaks([{ name: 'a text', text: value, gives: ['access token'] }], [token!])).toEqual([]);
  });

  it('in each kind of place', async () => {
    const [token] = stack.secrets.of('access token');
    const value = token!.value.toString();
    const bytes = Buffer.from(value);
    const { db } = stack.context;
    await db.execute(sql`create table planted (words text, things jsonb, bytes bytea)`);
    await db.execute(sql`insert into planted values (${bytes.toString('base64')}, null, null)`);
    await db.execute(sql`insert into planted values (null, ${JSON.stringify({ a: [value] })}::jsonb, null)`);
    await db.execute(sql`insert into planted values (null, null, ${bytes})`);
    // Paths are logged, except for the parts that are known to be secret.
    await fetch(`${stack.url}/nothing/${value}`);
    await stack.temporal.workflow.start('planted', { workflowId: 'planted/1', taskQueue: 'nobody', args: [{ value }] });
    await stack.temporal.workflow
      .getHandle('planted/1')
      .terminate(`because of ${Buffer.from(value).toString('base64url')}`);
    const leaks = findLeaks(await stack.places(), [token!]);
    expect(leaks).toEqual(
      expect.arrayContaining([
        'access token (base64) in the table public.planted',
        'access token (plain) in the table public.planted',
        'access token (hex) in the table public.planted',
        'access token (plain) in the log of the API',
        'access token (plain) in the history of planted',
        'access token (base64) in the history of planted',
      ]),
    );
  });
});
