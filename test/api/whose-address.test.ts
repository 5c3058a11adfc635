/**
 * Whose address an event of the email provider is about, in all the forms in which mail servers and Resend write it. The wrong person is
 * never silenced: who isn't named by the event keeps getting emails, and the administrators see who it could be.
 */
import { afterEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { emails, users } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { aCity, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { postSigned, signed } from '../rig/resend-webhook.js';

const api = sharedFixture(createApi);
const db = () => api.context.db;

let city: City;
afterEach(async () => {
  await db().delete(emails).where(eq(emails.archiveId, city.archiveId));
});

interface Addresses {
  owner: string;
  copies: string[];
}

const OWNER = 'parks@fairview.example';
const [BOSS, CLERK] = ['boss@fairview.example', 'clerk@fairview.example'];

/** Creates an email to these addresses, each of which is a person's of one new archive, and which was accepted a minute ago. */
async function anEmail({ owner, copies }: Addresses): Promise<string> {
  city = await aCity(db());
  const ids = [city.owner, city.primary, city.readOnly];
  for (const [i, email] of [owner, ...copies].entries())
    await db().update(users).set({ email }).where(eq(users.id, ids[i]!));
  const id = newId('email');
  await db()
    .insert(emails)
    .values({
      archiveId: city.archiveId,
      id,
      kind: 'first',
      userId: city.owner,
      state: 'accepted',
      toAddress: owner,
      cc: copies,
      fromAddress: 'r@x',
      subject: 's',
      html: 'h',
      text: 't',
      priority: 0,
      acceptedAt: new Date(Date.now() - 60_000),
    });
  return id;
}

async function hear(id: string, type: string, data: object): Promise<void> {
  const event = {
    type: `email.${type}`,
    created_at: new Date().toISOString(),
    data: { tags: { relink_email: id }, ...data },
  };
  expect((await postSigned(api, signed(event))).status).toBe(204);
}

/** Who was given up, and who is one of those that the administrators are shown. */
async function outcome(): Promise<{ givenUp: string[]; oneOf: string[] }> {
  const people = await db().select().from(users).where(eq(users.archiveId, city.archiveId));
  return {
    givenUp: people.filter(({ emailState }) => emailState !== 'ok').map(({ email }) => email),
    oneOf: people.flatMap(({ emailDoubtAddresses }) => emailDoubtAddresses ?? []),
  };
}

const GONE = { type: 'Permanent', subType: 'General' };
const reply = (...diagnosticCode: string[]) => ({ bounce: { ...GONE, message: 'rejected', diagnosticCode } });
const ALL = { owner: OWNER, copies: [BOSS, CLERK] };
const EVERYONE = [OWNER, BOSS, CLERK];

type Case = [what: string, type: string, data: object];

describe('a copied address is given up, and the owner isn’t, when the event names it', () => {
  test.each<Case>([
    ['in the second of two replies', 'bounced', reply('smtp; 250 2.1.5 ok', `smtp; 550 5.1.1 <${BOSS}>: unknown`)],
    ['behind rfc822;', 'bounced', reply(`Final-Recipient: rfc822;${BOSS}\r\nAction: failed\r\nStatus: 5.1.1`)],
    ['behind a colon', 'bounced', reply(`550 RCPT TO:${BOSS} no such mailbox`)],
    ['behind a colon and in brackets', 'bounced', reply(`550 RCPT TO:<${BOSS}> no such mailbox`)],
    ['in capitals', 'bounced', reply(`550 5.1.1 ${BOSS.toUpperCase()}... User unknown`)],
    ['before a period at the end', 'bounced', reply(`550 There is no ${BOSS}.`)],
    ['in a sentence with a colon', 'bounced', reply(`${BOSS}: 550 mailbox unavailable`)],
    ['in one text instead of a list', 'bounced', { bounce: { ...GONE, diagnosticCode: `550 <${BOSS}>` } }],
    [
      'in a permanent bounce in capitals',
      'bounced',
      { bounce: { type: 'PERMANENT', subType: 'GENERAL', message: BOSS } },
    ],
    ['in a permanent bounce with spaces around', 'bounced', { bounce: { type: ' permanent ', message: BOSS } }],
    [
      'as a field, beside a text about everyone',
      'bounced',
      { recipient: BOSS, ...reply(`sent to ${EVERYONE.join(', ')}`) },
    ],
    ['in a text, beside a field with everyone', 'bounced', { recipients: EVERYONE, ...reply(`550 <${BOSS}> unknown`) }],
    ['as the only To', 'bounced', { to: [BOSS], bounce: GONE }],
    ['as the only To, not in a list', 'bounced', { to: BOSS, bounce: GONE }],
    ['as the only To, with a name', 'bounced', { to: [`"Lee, Boss" <${BOSS}>`], bounce: GONE }],
    ['as whose complaint it is', 'complained', { complaint: { complainedRecipients: [{ emailAddress: BOSS }] } }],
    [
      'as suppressed',
      'suppressed',
      { suppressed: { type: 'OnAccountSuppressionList', message: `${BOSS} is suppressed` } },
    ],
  ])('%s', async (_what, type, data) => {
    await hear(await anEmail(ALL), type, { to: [OWNER], ...data });
    expect(await outcome()).toEqual({ givenUp: [BOSS], oneOf: [] });
  });
});

describe('no one is given up, and the administrators see who it could be', () => {
  test.each<Case>([
    ['if only the owner is in To', 'bounced', { to: [OWNER], bounce: GONE }],
    ['if To has a name', 'bounced', { to: [`Parks <${OWNER}>`], bounce: GONE }],
    ['if everyone is in To', 'bounced', { to: EVERYONE, bounce: GONE }],
    ['if everyone is in To, in one text', 'bounced', { to: EVERYONE.join(', '), bounce: GONE }],
    ['if To is missing', 'bounced', { bounce: GONE }],
    ['if To has another shape', 'bounced', { to: { email: OWNER }, bounce: GONE }],
    ['if the copies are listed too', 'suppressed', { to: [OWNER], cc: [BOSS, CLERK], suppressed: {} }],
    ['if a field names everyone', 'bounced', { recipients: EVERYONE, bounce: GONE }],
    [
      'if the address named is one that mail was forwarded to',
      'bounced',
      { to: [OWNER], ...reply('550 <gone@elsewhere.example>') },
    ],
    ['if To is one that mail was forwarded to', 'bounced', { to: ['gone@elsewhere.example'], bounce: GONE }],
    ['if a copied reader complains', 'complained', { to: [OWNER] }],
    ['if a part of a longer address is in the reply', 'bounced', reply(`550 <x-${BOSS}> and <${BOSS}.invalid>`)],
    ['if a bounce address holds it', 'bounced', reply('550 <bounces+boss=fairview.example@mail.example>')],
    ['if the address without its tag is in the reply', 'bounced', reply('550 <park@fairview.example>')],
  ])('%s', async (_what, type, data) => {
    await hear(await anEmail(ALL), type, data);
    expect(await outcome()).toEqual({ givenUp: [], oneOf: EVERYONE });
  });
});

describe('no one is given up or in doubt after an event that isn’t about a dead address', () => {
  test.each<Case>([
    ['undetermined', 'bounced', { bounce: { type: 'Undetermined', subType: 'Undetermined' } }],
    ['undetermined, in capitals', 'bounced', { bounce: { type: 'UNDETERMINED' } }],
    ['a full mailbox', 'bounced', { bounce: { type: 'Transient', subType: 'MailboxFull' } }],
    ['too large', 'bounced', { bounce: { type: 'Transient', subType: 'MessageTooLarge' } }],
    ['refused for its content', 'bounced', { bounce: { type: 'transient', subType: 'ContentRejected' } }],
    ['no type, only a kind that sounds permanent', 'bounced', { bounce: { subType: 'Permanent' } }],
    ['an empty type', 'bounced', { bounce: { type: '' } }],
    ['a type that is no text', 'bounced', { bounce: { type: null } }],
    ['a type that only contains the word', 'bounced', { bounce: { type: 'NotPermanent' } }],
    ['no details', 'bounced', {}],
    ['details that are null', 'bounced', { bounce: null }],
    ['details that are a list', 'bounced', { bounce: [GONE] }],
    ['delayed', 'delivery_delayed', {}],
    ['not sent: the quota is used up', 'failed', { failed: { reason: 'reached_daily_quota' } }],
    ['scheduled', 'scheduled', {}],
    ['received', 'received', {}],
    ['a type that came later', 'quarantined', { bounce: GONE }],
    ['a type that objects have', '__proto__', { bounce: GONE }],
  ])('%s', async (_what, type, data) => {
    const alone = await anEmail({ owner: OWNER, copies: [] });
    await hear(alone, type, { to: [OWNER], ...data });
    expect(await outcome()).toEqual({ givenUp: [], oneOf: [] });
    await db().delete(emails).where(eq(emails.id, alone));
    await hear(await anEmail(ALL), type, { to: [OWNER], ...data });
    expect(await outcome()).toEqual({ givenUp: [], oneOf: [] });
  });
});

describe('an address is recognized, however it is kept and written:', () => {
  const XN = 'amt@xn--kln-sna.example';
  const UNICODE = 'amt@köln.example';
  test.each<[string, string, string]>([
    ['an xn-- domain as it is kept', XN, XN],
    ['an xn-- domain in capitals', XN, XN.toUpperCase()],
    ['an xn-- domain in its letters', XN, UNICODE],
    ['an xn-- domain in capital letters', XN, UNICODE.toUpperCase()],
    ['an xn-- domain in letters with separate accents', XN, UNICODE.normalize('NFD')],
    ['a Cyrillic domain in its letters', 'info@xn--e1afmkfd.xn--p1ai', 'info@пример.рф'],
    ['letters that are kept as they are, as xn--', UNICODE, XN],
    ['a plus', 'jane+archive@fairview.example', 'Jane+Archive@Fairview.example'],
    ['an apostrophe', "o'neil@fairview.example", "o'neil@fairview.example"],
    ['an ampersand', 'parks&rec@fairview.example', 'parks&rec@fairview.example'],
    ['an equals sign', 'info=a@fairview.example', 'info=a@fairview.example'],
    ['capitals that are kept', 'Dana@Fairview.example', 'dana@fairview.example'],
  ])('%s', async (_what, kept, written) => {
    for (const data of [
      { to: [OWNER], ...reply(`550 <${written}> unknown`) },
      { to: [written], bounce: GONE },
    ]) {
      await hear(await anEmail({ owner: OWNER, copies: [kept, CLERK] }), 'bounced', data);
      expect(await outcome()).toEqual({ givenUp: [kept], oneOf: [] });
    }
    await hear(await anEmail({ owner: kept, copies: [] }), 'bounced', { to: [written], bounce: GONE });
    expect(await outcome()).toEqual({ givenUp: [kept], oneOf: [] });
  });

  test('an address with a tag isn’t the address without it', async () => {
    const tagged = 'jane+archive@fairview.example';
    await hear(
      await anEmail({ owner: 'jane@fairview.example', copies: [tagged] }),
      'bounced',
      reply(`550 <${tagged}>`),
    );
    expect((await outcome()).givenUp).toEqual([tagged]);
  });

  test('an owner isn’t given up because an event about an email to them alone names someone else', async () => {
    await hear(await anEmail({ owner: OWNER, copies: [] }), 'bounced', {
      to: ['gone@elsewhere.example'],
      bounce: GONE,
    });
    expect((await outcome()).givenUp).toEqual([]);
    await hear(await anEmail({ owner: OWNER, copies: [] }), 'bounced', {
      to: [OWNER],
      bounce: { ...GONE, bouncedRecipients: [{ emailAddress: 'gone@elsewhere.example' }] },
    });
    expect((await outcome()).givenUp).toEqual([]);
  });
});
