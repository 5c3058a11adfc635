/**
 * `npm run demo`: the whole story in the terminal in about a minute, with a day of 1.5 seconds. Every line is read back from the API, the
 * inbox, and Temporal. The demo fails if anything differs from the table (dev/demo/table.ts).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fairview, OWNER } from './fairview.js';
import { Stack } from './stack.js';
import { EXPECTED, mailLine, type Expected } from './table.js';
import { signInAtNetwork } from '../browser.js';

const SECONDS_PER_DAY = 1.5;
/** How late an email can be, because computers aren't instant and a day is 1.5 seconds. An email can never be early. */
const LATE_DAYS = 0.75;
const RECONNECT_ON_DAY = 30;
const SILENT_DAYS = 8;

const PRIMARY = 'clerk@fairview.example';
const IT = 'it@fairview.example';

const say = (text = '') => console.log(text);
const check = (what: string, is: unknown, expected: unknown) => {
  if (JSON.stringify(is) !== JSON.stringify(expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(is)}`);
  }
};

async function story(stack: Stack): Promise<void> {
  const { endpoints } = stack;
  say(
    `One day lasts ${SECONDS_PER_DAY} seconds. Relink: ${endpoints.url}   Inbox: ${endpoints.inbox}   Temporal: ${endpoints.temporalUi}`,
  );
  say();
  await stack.api('PATCH', '/v1/archive', { name: 'City of Fairview' });
  const { items: administrators } = await stack.api<{ items: { id: string }[] }>(
    'GET',
    '/v1/users?role=primary_administrator',
  );
  await stack.api('PATCH', `/v1/users/${administrators[0]!.id}`, { name: 'Pat Clerk', email: PRIMARY });
  await stack.api('POST', '/v1/users', {
    name: 'Ivy Tran',
    email: IT,
    roles: ['full_access_administrator'],
    immediateErrorNotifications: true,
  });
  await stack.api('POST', '/v1/users', {
    name: 'Sam Silent',
    email: 'sam@fairview.example',
    roles: ['full_access_administrator'],
  });
  const { ownerId, accountId } = await fairview(stack, true);
  const [welcome] = await stack.mails(OWNER, 1);
  say(`          Maria Lopez was added as an Account Owner and emailed her personalized link: “${welcome!.subject}”`);

  const disconnect = await stack.api<{ id: string; workflowId: string; detectedAt: string }>(
    'POST',
    '/v1/disconnects',
    { accountId, reason: 'token_expired' },
  );
  const startedAt = Date.parse(disconnect.detectedAt);
  const day = (at: string | number) => (Number(new Date(at)) - startedAt) / (SECONDS_PER_DAY * 1000);
  say(`day  0.0  The archive reports that Fairview City Hall (Facebook Page) is disconnected: its token expired.`);
  await stack.running(disconnect.workflowId);
  say(`          Temporal: workflow ${disconnect.workflowId} is running.`);

  for (const [index, expected] of EXPECTED.entries()) {
    if (expected.day > RECONNECT_ON_DAY) break;
    const mails = await stack.mails(OWNER, index + 2);
    const mail = mails[index + 1]!;
    checkMail(mail, expected, day(mail.createdAt));
    const now = await stack.api<{ series: number; step: number; status: string }>(
      'GET',
      `/v1/disconnects/${disconnect.id}`,
    );
    check('the disconnect', [now.status, now.series, now.step], ['open', expected.series, expected.step]);
    say(mailLine(expected, mail, day(mail.createdAt)));
  }

  const sentBefore = (await stack.mails(OWNER, 0)).length;
  await stack.waitUntilDay(RECONNECT_ON_DAY, day);
  const { authorizeUrl } = await stack.api<{ authorizeUrl: string }>(
    'POST',
    `/v1/accounts/${accountId}/reconnect`,
    {},
    { 'X-Relink-Acting-User': ownerId },
  );
  const page = await signInAtNetwork(authorizeUrl);
  if (!page.includes('Fairview City Hall'))
    throw new Error(`the page after the sign-in doesn’t name the account:\n${page}`);
  const closed = await stack.api<{ status: string; closedAs: string; closedAt: string }>(
    'GET',
    `/v1/disconnects/${disconnect.id}`,
  );
  check('the disconnect', [closed.status, closed.closedAs], ['closed', 'reconnected']);
  say(
    `day ${day(closed.closedAt).toFixed(1).padStart(4)}  Maria signs in at the network. Green bar: Fairview City Hall has been reconnected.`,
  );
  check('the workflow’s result', await stack.ended(disconnect.workflowId), 'reconnected');
  say(`          Temporal: workflow ${disconnect.workflowId} has ended.`);
  const confirmation = (await stack.mails(OWNER, sentBefore + 1)).at(-1)!;
  check('the confirmation’s cc', confirmation.cc, [PRIMARY, IT]);
  say(
    `          Confirmation: “${confirmation.subject}” to ${confirmation.to.join()}, cc ${confirmation.cc.join(', ')}`,
  );

  await pause(SILENT_DAYS * SECONDS_PER_DAY * 1000);
  check('the number of emails after the reconnect', (await stack.mails(OWNER, 0)).length, sentBefore + 1);
  say(
    `day ${day(Date.now()).toFixed(1).padStart(4)}  Silence: no more emails. (The next one would have been due on day 34.)`,
  );
  const timeline = await stack.api<{ items: { type: string }[] }>(
    'GET',
    `/v1/disconnects/${disconnect.id}/timeline?limit=200`,
  );
  const types = timeline.items.map(({ type }) => type);
  say(`          The timeline has ${types.length} events, starting with “${types[0]}”.`);
  check('the first event', types[0], 'reported');
  check('the emails in the timeline', types.filter((type) => type === 'email_sent').length, sentBefore);
}

function checkMail(
  mail: { subject: string; to: string[]; cc: string[]; idempotencyKey: string | null },
  expected: Expected,
  day: number,
) {
  const what = `email ${expected.step + 1} of series ${expected.series}`;
  check(`${what}: subject`, mail.subject, expected.subject);
  check(`${what}: to`, mail.to, [OWNER]);
  check(`${what}: cc`, mail.cc, expected.copied ? [PRIMARY, IT] : []);
  if (day < expected.day || day > expected.day + LATE_DAYS)
    throw new Error(`${what} is due on day ${expected.day}, but arrived on day ${day.toFixed(2)}`);
}

const stack = await Stack.start(SECONDS_PER_DAY);
try {
  await story(stack);
  say();
  say('Everything matched the table.');
} catch (error) {
  console.error(`\nThe demo failed: ${(error as Error).message}\nIts data and logs are in ${stack.dir}`);
  process.exitCode = 1;
} finally {
  await stack.stop({ keep: process.exitCode === 1 });
}
