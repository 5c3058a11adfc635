/** A transfer's email takes the place of a first email that was still due, and the series goes on from there. */
import { expect, test } from '@jest/globals';
import { aProfile, anAccount } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { useTransfers } from '../rig/transfers.js';

const { world, town, db, to } = useTransfers();

test('the email tells the new owner what to reconnect, what is connected, and from whom it came; the previous owner reads the same counts', async () => {
  const mayor = await anAccount(db(), town.city, { name: 'Mayor' });
  const { id } = await aProfile(db(), town.city, 2, { authorized: true });
  await report(world.context, town.city.archiveId, mayor);
  await world.quiet();
  const before = (await world.mailsTo(town.city.emails.owner)).length;
  await town.transferred({ accountIds: [mayor], parentProfileIds: [id], ...to() });
  const [mail, ...more] = await world.mailsTo(town.city.emails.otherOwner);
  expect(more).toEqual([]);
  expect(mail!.subject).toBe('ArchiveSocial: Immediate action required - Please reconnect your account(s)');
  const text = mail!.text.replaceAll(/\s+/g, ' ');
  expect(text).toContain('You’ve taken over 3 accounts and 1 Parent Profile from Owner in');
  expect(text).toMatch(/Please reconnect it now\..*Reconnect: \S+\/connect#\S+.*\* Mayor X · disconnected since/);
  expect(text).toMatch(/These accounts are connected\..*\* Page 1 Facebook Page \* Page 2 Facebook Page/);
  expect(text).toMatch(/Parent Profile \(.*\* Jane Doe/);
  const [toFormer, ...others] = (await world.mailsTo(town.city.emails.owner)).slice(before);
  expect(others).toEqual([]);
  expect(toFormer!.text.replaceAll(/\s+/g, ' ')).toContain(
    'Other has taken over 3 accounts and 1 Parent Profile from you in',
  );
  expect(toFormer!.subject).toMatch(/^3 .* accounts were transferred to Other$/);
  await world.advance(2.5);
  const [, again] = await world.mailsTo(town.city.emails.otherOwner);
  expect(again!.subject).toBe('Action required: Reconnect account');
});
