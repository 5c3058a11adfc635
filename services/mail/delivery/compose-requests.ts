/** Composes the emails that are not steps: links, invitations, notices, transfers, expiring permissions, and weekly summaries. */
import { and, asc, eq } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { ensureLinks } from '../../access/personalized-links.js';
import { findStillExpiring } from '../../credentials/expiring.js';
import { emails } from '../../../db/schema.js';
import { SIGN_IN_LINK_MINUTES } from '../../../domain/limits.js';
import { LINK_PLACEHOLDER, type EmailContent } from '../../../emails/content.js';
import { renderEmailColumns } from './compose-steps.js';
import type { EmailRow } from './types.js';
import { invitationFor, isInvitation } from './invitation-content.js';
import { isAboutTransfer, transferContentFor } from './transfer-content.js';
import { noticeFor } from './notice-content.js';
import { contactFor, localeOf, readPeople, type NamedPerson, type People } from './recipients.js';
import { summariesOf, wantsSummary, type Summaries } from './summary-content.js';

/** As many as fit in a batch. */
const BATCH_SIZE = 100;

/** Composes requested emails. Returns how many it handled, including dropped ones; 0 when none are left. */
export async function composeRequests(context: Context, archiveId: string): Promise<number> {
  return context.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(emails)
      .where(and(eq(emails.archiveId, archiveId), eq(emails.state, 'due')))
      .orderBy(asc(emails.priority), asc(emails.id))
      .limit(BATCH_SIZE)
      .for('update', { skipLocked: true });
    if (rows.length === 0) return 0;
    const subjects = rows.flatMap(({ payload }) =>
      payload && 'subjectUserId' in payload ? [payload.subjectUserId] : [],
    );
    const people = await readPeople(context, tx, archiveId, [...rows.map(({ userId }) => userId), ...subjects]);
    const linked = rows.filter((row) => carriesLink(row) && people.people.has(row.userId)).map(({ userId }) => userId);
    const links = await ensureLinks(tx, context.config.keys, archiveId, linked);
    const summaries = summariesOf(tx, context, archiveId);
    for (const row of rows) {
      const self = and(eq(emails.archiveId, archiveId), eq(emails.id, row.id));
      const person = people.people.get(row.userId);
      const content = person && (await contentFor(tx, context, people, person, row, summaries));
      if (!content || person.emailState !== 'ok') {
        await tx
          .update(emails)
          .set({ state: 'dropped', dropReason: content ? 'address' : 'removed' })
          .where(self);
      } else {
        const bytes = renderEmailColumns(context, people, {
          kind: row.kind,
          recipients: { to: person.email, cc: [] },
          content,
        });
        await tx
          .update(emails)
          .set({ ...bytes, linkId: carriesLink(row) ? links.get(row.userId)?.id : null })
          .where(self);
      }
    }
    return rows.length;
  });
}

/** Whether the email carries its reader's Personalized Link. */
const carriesLink = (row: EmailRow) => row.kind === 'link' || row.kind === 'expiring' || isAboutTransfer(row);

async function contentFor(
  tx: Transaction,
  context: Context,
  people: People,
  person: NamedPerson,
  row: EmailRow,
  summaries: Summaries,
): Promise<EmailContent | null> {
  const { kind, payload } = row;
  const { archive } = people;
  const shared = {
    archiveName: archive.name,
    productName: people.productName,
    timeZone: archive.timeZone,
    locale: localeOf(people, person),
    contact: contactFor(people, person),
  };
  if (isInvitation(row)) {
    const invitation = await invitationFor(tx, context, people, person, row);
    return invitation && { ...shared, ...invitation };
  }
  if (isAboutTransfer(row)) {
    const moved = await transferContentFor(tx, people, person, row.payload, context.clock.now());
    return moved && { ...shared, ...moved };
  }
  if (kind === 'sign_in') {
    return { ...shared, kind, name: person.name, signInUrl: LINK_PLACEHOLDER, minutes: SIGN_IN_LINK_MINUTES };
  }
  if (!payload) return null;
  if ('why' in payload && payload.why !== 'invited') {
    const { why, senderName } = payload;
    return { ...shared, kind: 'link', ownerName: person.name, connectUrl: LINK_PLACEHOLDER, why, senderName };
  }
  if ('accountIds' in payload) {
    const listed = await findStillExpiring(tx, archive.id, person.id, payload.accountIds, context.config.windows);
    if (listed.length === 0) return null;
    const accounts = { total: listed.length, listed };
    return { ...shared, kind: 'expiring', ownerName: person.name, accounts, connectUrl: LINK_PLACEHOLDER };
  }
  if ('from' in payload) return wantsSummary(person) ? { ...shared, ...(await summaries(person, payload)) } : null;
  if (!('notice' in payload)) return null;
  const notice = await noticeFor(tx, context, people, shared.locale, payload);
  return notice && { ...shared, kind: 'admin_notice', notice };
}
