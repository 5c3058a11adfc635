import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/ids.js';
import { emails, users } from '../../db/schema.js';
import { requestMovedMails } from '../../services/outbox/requests.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, anAccount, emailsTo, linkOf } from '../rig/site.js';
import { axeViolations, createStage, overflow, SCREENS, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, asPrimary, press, done, row, main } = usePrimary(stage, () => city);

async function userNamed(name: string) {
  const { db } = stage.site.context;
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, city.archiveId), eq(users.name, name)));
  return user;
}

describe('the list of Account Owners', () => {
  test('shows an address as its owner writes it, and finds it by that', async () => {
    await stage.site.context.db.update(users).set({ email: 'amt@xn--kln-sna.example' }).where(eq(users.id, city.owner));
    await page.goto('/configure/owners?q=amt@köln.example');
    await row('amt@köln.example').getByText('amt@köln.example').waitFor();
  });

  test('leads to a page that saves another name without resuming emails to an address that is shown in its own letters', async () => {
    const { db } = stage.site.context;
    const givenUp = { email: 'amt@xn--kln-sna.example', emailState: 'bounced' as const };
    await db.update(users).set(givenUp).where(eq(users.id, city.owner));
    await page.goto(`/configure/people/${city.owner}`);
    expect(await page.getByLabel('Email address').inputValue()).toBe('amt@köln.example');
    await page.getByRole('textbox', { name: 'Name' }).fill('Stadtamt');
    await press('Save');
    await done(/saved/);
    expect(await userNamed('Stadtamt')).toMatchObject(givenUp);
  });

  test('opens from Configure and shows what each person owns and how much of it is disconnected', async () => {
    await anAccount(stage.site.context.db, city);
    await aBrokenAccount(stage.site, city, { name: 'Police' });
    await page.goto('/configure');
    expect(new URL(page.url()).pathname).toBe('/configure/owners');
    const cells = await row(city.emails.owner).textContent();
    expect(cells).toContain('1 disconnected');
    expect(cells).toContain('Connect Accounts Only');
    await page.getByRole('link', { name: 'See Owner’s 2 accounts' }).waitFor();
    const places = page.getByRole('navigation', { name: 'Configure' });
    expect(await places.getByRole('link', { name: 'Account Owners' }).getAttribute('aria-current')).toBe('page');
  });

  test('marks an address that bounces and offers only to copy the link', async () => {
    await stage.site.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.owner));
    await page.goto('/configure/owners');
    await row(city.emails.owner).getByText('Emails bounce').waitFor();
    await row(city.emails.owner).getByLabel('Connect Accounts for Owner').click();
    await row(city.emails.owner).getByText('Emails to this address don’t arrive').waitFor();
    expect(
      await row(city.emails.owner)
        .getByRole('button', { name: /^Send link/ })
        .count(),
    ).toBe(0);
    await row(city.emails.owner)
      .getByRole('button', { name: /^Copy link/ })
      .waitFor();
  });

  test('searches and paginates 10,000 people on the server, and repeats no one', async () => {
    const { db } = stage.site.context;
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      archiveId: city.archiveId,
      id: newId('user'),
      // The same name again and again: the pages must not lose any of them.
      name: i % 100 === 0 ? 'Sam Same' : `Clerk ${i}`,
      email: `clerk-${i}@springfield.example`,
      isAccountOwner: true,
    }));
    for (let at = 0; at < many.length; at += 2000) await db.insert(users).values(many.slice(at, at + 2000));
    await page.goto('/configure/owners');
    await page.getByText('10,002 Account Owners').waitFor();
    await page.getByLabel('Name or email address').fill('sam_same');
    await press('Search');
    await page.getByText('No Account Owner matches that name or email address').waitFor();
    await page.getByLabel('Name or email address').fill('SAM s');
    await press('Search');
    await page.getByText('100 Account Owners match').waitFor();
    const emailsOf = () => page.locator('tbody th .under').allTextContents();
    const first = await emailsOf();
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'First page' }).waitFor();
    expect(new Set([...first, ...(await emailsOf())]).size).toBe(100);
    expect(await page.getByRole('link', { name: 'Next page' }).count()).toBe(0);
    await page.goto('/configure/owners?q=clerk-77%40');
    await page.getByText('1 Account Owner matches').waitFor();
  });

  test('returns 403 to a Read Only System Administrator and says who has access', async () => {
    const readOnly = (await userNamed('Readonly'))!;
    const reader = await stage.member(city.archiveId, readOnly.id);
    const answer = await reader.goto('/configure/owners');
    expect(answer?.status()).toBe(403);
    expect(await main(reader)).toContain('Primary Administrator and Full Access System Administrators');
    expect(await reader.getByRole('link', { name: 'Configure' }).count()).toBe(0);
  });
});

describe('article: "Account Owners also receive this link when they are first added to the archive as a user."', () => {
  test('adding an Account Owner says that the link will be sent, and sends it', async () => {
    await page.goto('/configure/owners');
    await page.getByRole('link', { name: 'Add an Account Owner' }).click();
    await page.getByText('we’ll email them their personalized link').waitFor();
    await page.getByLabel('Name').fill('Jane Doe');
    await page.getByLabel('Email address').fill('jane@springfield.example');
    await press('Add');
    await done('Jane Doe was added. The personalized link is on its way to jane@springfield.example.');
    const jane = (await userNamed('Jane Doe'))!;
    expect(jane).toMatchObject({ isAccountOwner: true, access: 'connect_only', adminRole: null });
    expect(await emailsTo(stage.site, city, jane.id)).toMatchObject([{ kind: 'link', payload: { why: 'added' } }]);
  });

  test('an Account Owner with “Invite to Log In” gets an invitation, and another on request', async () => {
    await page.goto('/configure/people/new?role=account_owner');
    await page.getByLabel('Name').fill('Ned');
    await page.getByLabel('Email address').fill('ned@springfield.example');
    await page.getByLabel('Invite to Log In').check();
    await press('Add');
    await done('The invitation to sign in is on its way to ned@springfield.example.');
    const ned = (await userNamed('Ned'))!;
    expect(ned).toMatchObject({ access: 'invite' });
    const invited = { kind: 'sign_in', payload: { why: 'invited', senderName: 'Primary' } };
    expect((await emailsTo(stage.site, city, ned.id)).filter(({ kind }) => kind === 'sign_in')).toMatchObject([
      invited,
    ]);
    await page.goto(`/configure/people/${ned.id}`);
    await page.getByText(`Signs in at ${stage.site.url}/sign-in with ned@springfield.example.`).waitFor();
    await press('Send the invitation again');
    await done('An email to ned@springfield.example is already on its way, so we didn’t send another.');
    // The first invitation isn't waiting any more.
    await stage.site.context.db.update(emails).set({ state: 'dropped' }).where(eq(emails.userId, ned.id));
    await press('Send the invitation again');
    await done('We’re sending the invitation to ned@springfield.example again.');
    expect((await emailsTo(stage.site, city, ned.id)).filter(({ kind }) => kind === 'sign_in')).toMatchObject([
      invited,
      invited,
    ]);
  });

  test('mistakes in the form get an error at the field, and nothing typed is lost', async () => {
    await page.goto('/configure/people/new?role=account_owner');
    await page.getByLabel('Name').fill('Twice');
    await page.getByLabel('Email address').fill(city.emails.owner);
    await press('Add');
    await page
      .getByRole('alert')
      .getByText(/^Owner already has the address .*share this inbox/)
      .waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Twice');
    await page.getByLabel('Email address').fill('twice@springfield.example');
    await page.getByLabel('Account Owner', { exact: true }).uncheck();
    await press('Add');
    await page.getByRole('alert').getByText('Roles: Select at least one role.').waitFor();
    await page.getByLabel('Name').fill('\u200b');
    await press('Add');
    await page.getByRole('alert').getByText('Name: This can’t be blank.').waitFor();
    expect(await page.locator('#problem-name').innerText()).toBe('This can’t be blank.');
    expect(await axeViolations(page)).toEqual([]);
    expect(await userNamed('Twice')).toBeUndefined();
  });
});

describe('changing a person', () => {
  test('says before and after that a new address gets a new link and that the old one stops working', async () => {
    const old = await linkOf(stage.site, city);
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByText('we’ll email a new link to it right away. The old link stops working').waitFor();
    await page.getByLabel('Email address').fill('new@springfield.example');
    await press('Save');
    await done('A new link is on its way to new@springfield.example. The old one no longer works.');
    expect(await linkOf(stage.site, city)).not.toBe(old);
  });

  test('says that the link goes out later, and not that it’s on its way, if many emails wait', async () => {
    const { db } = stage.site.context;
    for (let i = 0; i < 20; i += 1)
      await requestMovedMails(db, city.archiveId, `tr_${i}`, [{ userId: city.owner, side: 'old' }]);
    const failed = { emailState: 'bounced' as const, emailFailedAt: new Date() };
    await db.update(users).set(failed).where(eq(users.id, city.owner));
    await page.goto(`/configure/people/${city.owner}`);
    await press('Try this address again');
    await done('The first one has the personalized link. Many emails are waiting right now, so it goes out later.');
    expect(await page.getByText('on its way').count()).toBe(0);
  });

  test('doesn’t say that an email is on its way if someone else has resumed emails meanwhile', async () => {
    const { db } = stage.site.context;
    const setState = (emailState: 'bounced' | 'ok') =>
      db.update(users).set({ emailState }).where(eq(users.id, city.owner));
    await setState('bounced');
    await page.goto(`/configure/people/${city.owner}`);
    await setState('ok');
    await press('Try this address again');
    await done(`Emails to ${city.emails.owner} were resumed before, so we didn’t send another.`);
  });

  test('keeps an address marked as bouncing until someone clicks “Try this address again”', async () => {
    await stage.site.context.db
      .update(users)
      .set({ emailState: 'bounced', emailFailedAt: new Date() })
      .where(eq(users.id, city.owner));
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Owner Two');
    await press('Save');
    await page.getByRole('heading', { name: 'Emails bounce' }).waitFor();
    await page.getByText('We’ll try it once more automatically on').waitFor();
    await press('Try this address again');
    await done(
      `We’ve resumed emails to ${city.emails.owner}. The first one has the personalized link. It’s on its way now.`,
    );
    expect((await userNamed('Owner Two'))?.emailState).toBe('ok');
    await page.getByRole('heading', { name: 'We’re trying this address again' }).waitFor();
    await stage.site.context.db.update(users).set({ emailConfirmedAt: new Date() }).where(eq(users.id, city.owner));
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByText(`We tried ${city.emails.owner} again, and an email arrived on`).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('lists the addresses of which one failed, on the person’s page and on their list of accounts', async () => {
    await stage.site.context.db
      .update(users)
      .set({ emailDoubtAt: new Date(), emailDoubtAddresses: [city.emails.owner, city.emails.primary] })
      .where(eq(users.id, city.owner));
    const text = `didn’t reach one of these addresses: ${city.emails.owner} and ${city.emails.primary}.`;
    await page.goto(`/configure/people/${city.owner}`);
    await page.getByText(text).waitFor();
    await page.goto(`/owners/${city.owner}`);
    await page.getByText(text).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('asks for confirmation before handing over the Primary Administrator role, then changes both people at once', async () => {
    const heir = (await userNamed('Subscribed'))!;
    await page.goto(`/configure/people/${heir.id}`);
    await page.getByLabel('Primary Administrator').check();
    await press('Save');
    await page.getByRole('heading', { name: 'Hand over the Primary Administrator role to Subscribed?' }).waitFor();
    await page.getByText('Primary becomes a Full Access System Administrator at the same time').waitFor();
    expect((await userNamed('Subscribed'))?.adminRole).toBe('full_access_administrator');
    await press('Hand over');
    await done('Subscribed is now the Primary Administrator.');
    expect((await userNamed('Primary'))?.adminRole).toBe('full_access_administrator');
    await page.goto(`/configure/people/${heir.id}`);
    await page.getByText('open the new person’s page').waitFor();
    expect(await page.getByRole('radio', { name: 'Not an administrator' }).count()).toBe(0);
  });

  test('changes the subscriptions that the list of administrators shows', async () => {
    await page.goto('/configure/administrators');
    expect(await row('Primary').first().textContent()).toContain('Always');
    expect(await row(city.emails.readOnly).textContent()).toContain('Not for Read Only');
    await page.getByRole('link', { name: 'Unsubscribed' }).click();
    await page.getByLabel('Immediate error notifications').check();
    await page.getByLabel('Weekly error summary').check();
    await press('Save');
    await done('Your changes were saved.');
    expect(await userNamed('Unsubscribed')).toMatchObject({
      immediateErrorNotifications: true,
      weeklyErrorSummary: true,
      adminRole: 'full_access_administrator',
    });
  });
});

describe('removing a person', () => {
  test('asks for confirmation on a page that says what will happen', async () => {
    await page.goto(`/configure/people/${city.otherOwner}`);
    await page.getByRole('link', { name: 'Remove this person' }).click();
    await page.getByText('Their personalized link stops working right away.').waitFor();
    expect(await userNamed('Other')).toBeDefined();
    await press('Remove');
    await done('The person was removed.');
    expect(await userNamed('Other')).toBeUndefined();
  });

  test('article: "you may need to transfer accounts to a different Account Owner": refuses to remove an owner with accounts, and says to transfer them first', async () => {
    await page.goto(`/configure/people/${city.owner}/remove`);
    const remove = page.getByRole('button', { name: 'Remove' });
    await remove.waitFor();
    await anAccount(stage.site.context.db, city);
    await remove.click();
    await page
      .getByText('This Account Owner has 1 account. Transfer it to another Account Owner first.')
      .first()
      .waitFor();
    expect(await remove.count()).toBe(0);
    expect(await userNamed('Owner')).toBeDefined();
  });

  test('requires the Primary Administrator to hand over the role first', async () => {
    await page.goto(`/configure/people/${city.primary}/remove`);
    await page.getByText('Hand over this role to someone else first').waitFor();
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0);
  });
});

test('the pages of a person in another archive return 404', async () => {
  const other = await aCity(stage.site.context.db);
  for (const path of ['', '/remove', '/renew']) {
    const answer = await page.goto(`/configure/people/${other.owner}${path}`);
    expect(answer?.status()).toBe(404);
  }
});

describe.each(SCREENS)('in %s mode, %i pixels wide', (colorScheme, width) => {
  test('the pages about people are accessible and fit the screen', async () => {
    await stage.site.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, city.otherOwner));
    await aBrokenAccount(stage.site, city, {});
    const screen = await asPrimary({ colorScheme, viewport: { width, height: 900 } });
    const person = (id: string, path = '') => `/configure/people/${id}${path}`;
    for (const path of [
      '/configure/owners',
      '/configure/owners?q=nobody',
      '/configure/administrators',
      '/configure/people/new?role=account_owner',
      '/configure/people/new?role=administrator',
      person(city.owner, '?done=saved,moved,invited'),
      person(city.otherOwner),
      person(city.primary),
      person(city.owner, '/renew'),
      person(city.owner, '/remove'),
      person(city.otherOwner, '/remove'),
    ]) {
      await screen.goto(path);
      for (const summary of await screen.locator('summary').all()) await summary.click();
      expect([path, await axeViolations(screen), await overflow(screen)]).toEqual([path, [], 0]);
    }
  });
});
