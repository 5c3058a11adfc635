/** Gaps as they are stored in the database, and a browser that looks at the report of them. */
import { newId } from '../../db/ids.js';
import { credentials, disconnects } from '../../db/schema.js';
import { RELINK } from '../../domain/actor.js';
import type { Page } from 'playwright-core';
import { aCity, anAccount, SPRINGFIELD } from './builders.js';
import { DAY_MS } from './calendar.js';
import { freshFixture, sharedFixture } from './fixtures.js';
import { createStage } from './stage.js';

export const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

/** A stage for the file, and an archive for each of its tests. */
export function useGaps() {
  const stage = sharedFixture(createStage);
  const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));

  const primary = () => stage.member(city.archiveId, city.primary);

  /** Creates an account that someone authorized, which has no line of its own in the report. */
  async function anAuthorizedAccount(account: Parameters<typeof anAccount>[2]): Promise<string> {
    const { db } = stage.site.context;
    const accountId = await anAccount(db, city, account);
    const { archiveId } = city;
    const secret = { accessToken: Buffer.from('-'), authorizationId: newId('authorization') };
    await db.insert(credentials).values({ archiveId, id: newId('authorization'), accountId, ...secret });
    return accountId;
  }

  /** Creates a gap as it is stored in the database. */
  async function aGap(
    account: Parameters<typeof anAccount>[2],
    gap: { from: number; to?: number; as?: 'reconnected' | 'inactive' | 'deleted' | 'withdrawn'; noticed?: number },
  ): Promise<string> {
    const { db } = stage.site.context;
    const accountId = await anAuthorizedAccount(account);
    const id = newId('disconnect');
    const detectedAt = daysAgo(gap.noticed ?? gap.from);
    await db.insert(disconnects).values({
      archiveId: city.archiveId,
      id,
      accountId,
      reason: 'password_changed',
      reportedAt: detectedAt,
      detectedAt,
      seriesStartedAt: detectedAt,
      lastCapturedAt: gap.noticed === undefined ? null : daysAgo(gap.from),
      ...(gap.to !== undefined && {
        status: 'closed',
        closedAs: gap.as ?? 'reconnected',
        closedAt: daysAgo(gap.to),
        closedBy: { kind: 'user', name: 'Primary' },
      }),
    });
    return id;
  }

  const emailed = (disconnectId: string, emailId: string, kind = 'step') => ({
    archiveId: city.archiveId,
    type: 'email_sent' as const,
    actor: RELINK,
    disconnectId,
    detail: { emailId, kind, series: 1, step: 0, to: city.emails.owner, cc: [city.emails.primary] },
  });

  /** The audit's detail of an email that was sent, with the recipient's name of that time. */
  const emailedBy = (emailId: string, to: string, name: string) => ({
    emailId,
    kind: 'step',
    to,
    cc: [],
    people: [{ email: to, name }],
  });

  const totals = async (page: Page): Promise<string[]> => {
    const said = await page.getByRole('region', { name: 'In this period' }).getByRole('listitem').allInnerTexts();
    return said.map((one) => one.replaceAll(/\s+/g, ' '));
  };

  return { stage, city, primary, anAuthorizedAccount, aGap, emailed, emailedBy, totals };
}
