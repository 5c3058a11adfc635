/**
 * The main job as a person sees it, in a real Chromium on the whole stack of `npm start`: a disconnect is reported, its email arrives in
 * the inbox, its button leads to the owner's page, the sign-in at the network ends in the green bar, and Temporal's Web UI shows that the
 * workflow ended.
 */
import { describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { fairview, OWNER } from '../../dev/demo/fairview.js';
import { Stack } from '../../dev/demo/stack.js';
import { EXPECTED } from '../../dev/demo/table.js';
import { BROWSER_FLAGS } from '../rig/browser.js';
import { sharedFixture } from '../rig/fixtures.js';
import { browser as executablePath } from '../../dev/tools.js';

// A day is an hour: the first email's window stays short, and no reminder comes in between.
const stack = sharedFixture(
  () => Stack.start(3600),
  (it) => it.stop(),
);
const chrome = sharedFixture(() => chromium.launch({ executablePath: executablePath(), args: BROWSER_FLAGS }));

describe('a disconnect', () => {
  it('leads its owner from the email to the reconnected account', async () => {
    const page = await (await chrome.newContext()).newPage();
    const { endpoints } = stack;
    const { accountId } = await fairview(stack, false);

    const disconnect = await stack.api<{ id: string; workflowId: string; status: string }>('POST', '/v1/disconnects', {
      accountId,
      reason: 'password_changed',
    });
    expect(disconnect).toMatchObject({ status: 'open', workflowId: `disconnect/${disconnect.id}` });
    await stack.running(disconnect.workflowId);

    // The inbox as a person reads it.
    await page.goto(endpoints.inbox);
    await page.getByRole('link', { name: EXPECTED[0]!.subject }).click();
    const mail = page.frameLocator('iframe[title="The email"]');
    await mail.getByRole('heading', { name: 'Fairview City Hall is disconnected' }).waitFor();
    await mail.getByText('The Facebook password was changed.').waitFor();
    const [site] = await Promise.all([
      page.context().waitForEvent('page'),
      mail.getByRole('link', { name: 'Reconnect' }).first().click(),
    ]);

    // The owner's page, without a login; the secret is gone from the address bar.
    await site.waitForURL('**/connect/accounts*');
    expect(site.url()).not.toContain('lnk_');
    await site.getByText('City of Fairview').first().waitFor();
    const [popup] = await Promise.all([
      site.waitForEvent('popup'),
      site
        .getByRole('button', { name: /^Reconnect/ })
        .first()
        .click(),
    ]);

    // The network's own pages.
    await popup.getByRole('button', { name: 'Continue as Maria Lopez' }).click();
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Allow' }).click({ noWaitAfter: true });
    await closed;
    await site.getByRole('status').getByText('Fairview City Hall has been reconnected.').waitFor();

    expect(await stack.ended(disconnect.workflowId)).toBe('reconnected');
    expect(await stack.api('GET', `/v1/disconnects/${disconnect.id}`)).toMatchObject({
      status: 'closed',
      closedAs: 'reconnected',
    });
    await page.goto(
      `${endpoints.temporalUi}/namespaces/${endpoints.namespace}/workflows/${encodeURIComponent(disconnect.workflowId)}`,
    );
    await page.getByText('Completed').first().waitFor({ timeout: 60_000 });

    // The capture engine continues with what was authorized.
    const credential = await stack.api<{ accessToken: string }>('GET', `/v1/accounts/${accountId}/credential`);
    expect(credential.accessToken).toEqual(expect.any(String));
    const confirmation = (await stack.mails(OWNER, 3)).at(-1)!;
    expect(confirmation.subject).toBe('Fairview City Hall (Facebook Page) has been reconnected');
  }, 240_000);
});
