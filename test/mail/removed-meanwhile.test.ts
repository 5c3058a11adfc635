/** Someone is removed while an email to them is being composed. Nobody else's email waits because of that. */
import { expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { emails, signInRequests, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { ensureLinks } from '../../services/access/personalized-links.js';
import { answerSignInRequests, requestSignInLink } from '../../services/access/sign-in-requests.js';
import { composeRequests } from '../../services/mail/delivery/compose-requests.js';
import { requestInvitations, requestLinkMails } from '../../services/outbox/requests.js';
import { aCity, type City } from '../rig/builders.js';
import { until } from '../rig/until.js';
import { useStillWorld } from '../rig/world.js';

const world = useStillWorld();
const db = () => world.context.db;

/** Removes a person while `work` runs: the removal has begun before it, and is over once `work` waits for it. */
async function whileRemoved<T>(userId: string, work: (context: Context) => Promise<T>): Promise<T> {
  let done: Promise<T> | undefined;
  await db().transaction(async (tx) => {
    await tx.delete(users).where(eq(users.id, userId));
    done = work(world.context);
    done.catch(() => {});
    await until('the work waits for the removal', async () => {
      const [row] = await db().execute<{ n: number }>(
        sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return row!.n > 0;
    });
  });
  return done!;
}

const statesOf = async (city: City) => {
  const rows = await db().select().from(emails).where(eq(emails.archiveId, city.archiveId));
  return new Map(rows.map(({ userId, state, dropReason }) => [userId, dropReason ?? state]));
};

it.each([
  ['an invitation', (city: City, who: string) => requestInvitations(db(), city.archiveId, [who], undefined)],
  [
    'a personalized link',
    (city: City, who: string) => requestLinkMails(db(), city.archiveId, [who], { why: 'requested' }),
  ],
])('%s to them is dropped, and the others go out', async (_, request) => {
  const city = await aCity(db());
  await db().update(users).set({ isAccountOwner: true }).where(eq(users.id, city.readOnly));
  await request(city, city.readOnly);
  await requestInvitations(db(), city.archiveId, [city.primary], undefined);
  await requestLinkMails(db(), city.archiveId, [city.owner], { why: 'requested' });
  await whileRemoved(city.readOnly, (context) => composeRequests(context, city.archiveId));
  expect(await statesOf(city)).toEqual(
    new Map([
      [city.readOnly, 'removed'],
      [city.primary, 'composed'],
      [city.owner, 'composed'],
    ]),
  );
});

it('no link is made for them, and the others have theirs', async () => {
  const city = await aCity(db());
  const links = await whileRemoved(city.readOnly, ({ config }) =>
    db().transaction((tx) => ensureLinks(tx, config.keys, city.archiveId, [city.readOnly, city.owner])),
  );
  expect([...links.keys()]).toEqual([city.owner]);
});

it('the sign-in link that they asked for isn’t sent', async () => {
  const city = await aCity(db());
  const asks = () =>
    requestSignInLink(world.context, city.emails.readOnly, { secret: 'browser', userAgent: undefined, session: null });
  const theirs = () => db().$count(emails, eq(emails.archiveId, city.archiveId));
  await asks();
  await answerSignInRequests(world.context);
  expect(await theirs()).toBe(1);
  await asks();
  await whileRemoved(city.readOnly, answerSignInRequests);
  expect(await theirs()).toBe(1);
  expect(await db().$count(signInRequests)).toBe(0);
});
