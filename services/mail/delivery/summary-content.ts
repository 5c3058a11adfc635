/** Composes weekly summaries. The content is read when they are composed, once for all administrators of an archive. */
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { readSummary, type Summary } from '../weekly-summary-content.js';
import type { WeeklySummaryRequest } from '../../../domain/email-requests.js';
import { LINK_PLACEHOLDER, type WeeklySummaryEmail } from '../../../emails/content.js';
import type { NamedPerson } from './recipients.js';

/** Whether the person is an administrator who still wants the summary. */
export const wantsSummary = ({ isAdministrator, weeklyErrorSummary }: NamedPerson): boolean =>
  isAdministrator && weeklyErrorSummary;

export type SummaryWords = Omit<WeeklySummaryEmail, 'archiveName' | 'productName' | 'timeZone' | 'locale'>;

export type Summaries = (person: NamedPerson, week: WeeklySummaryRequest) => Promise<SummaryWords>;

export function summariesOf(tx: Transaction, { config }: Context, archiveId: string): Summaries {
  const read = new Map<string, Promise<Summary>>();
  return async (person, week) => {
    const known = read.get(week.to) ?? readSummary(tx, archiveId, { from: new Date(week.from), to: new Date(week.to) });
    read.set(week.to, known);
    return {
      kind: 'weekly_summary',
      name: person.name,
      week,
      ...contentOf(await known),
      dashboardUrl: `${config.publicUrl}/dashboard`,
      preferencesUrl: LINK_PLACEHOLDER,
    };
  };
}

type Row = Summary['disconnected']['listed'][number];

function contentOf({ disconnected, reconnected, paused, unauthorized, unreachable }: Summary) {
  const listed = <T, U>({ total, listed: items }: { total: number; listed: T[] }, item: (row: T) => U) => ({
    total,
    listed: items.map(item),
  });
  const account = ({ accountName, network, ownerName }: Row) => ({ accountName, network, ownerName });
  const iso = (at: Date | null, otherwise: Date) => (at ?? otherwise).toISOString();
  return {
    disconnected: listed(disconnected, (row) => ({ ...account(row), since: row.detectedAt.toISOString() })),
    reconnected: listed(reconnected, (row) => ({
      ...account(row),
      since: row.detectedAt.toISOString(),
      until: iso(row.resumedAt ?? row.closedAt, row.detectedAt),
    })),
    paused: listed(paused, (row) => ({
      ...account(row),
      until: iso(row.pausedUntil, row.detectedAt),
      why: row.pauseReason ?? '',
    })),
    unauthorized,
    unreachable: listed(unreachable, ({ name, email, emailState, waiting }) => ({
      name,
      email,
      failure: emailState === 'ok' ? ('bounced' as const) : emailState,
      waiting,
    })),
  };
}
