/** Composes the emails that are not steps: links, invitations, notices, transfers, expiring permissions, and weekly summaries. */
import { and, asc, eq, not } from 'drizzle-orm';
import { isHeldBack } from '../../outbox/held-back.js';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { ensureLinks } from '../../access/personalized-links.js';
import { findStillExpiring } from '../../credentials/expiring.js';
import { isAnyOf } from '../../../db/any-of.js';
import { dueSteps, emails } from '../../../db/schema.js';
import type { MovedMailRequest } from '../../../domain/email-requests.js';
import { copiesAdministrators } from '../../../domain/series.js';
import { maySignIn } from '../../../domain/roles.js';
import { SIGN_IN_LINK_MINUTES } from '../../../domain/limits.js';
import { LINK_PLACEHOLDER, type EmailContent } from '../../../emails/content.js';
import { copiesOf, renderEmailColumns } from './compose-steps.js';
import type { DueStep, EmailRow } from './types.js';
import { invitationFor, isInvitation } from './invitation-content.js';
import { waitsForRefresh } from './pending-transfers.js';
import { isAboutTransfer, welcomeAfterTransfer, writeTransferLetter } from './transfer-content.js';
import { noticeFor } from './notice-content.js';
import { addresseeOf, securityNoticeFor } from './security-content.js';
import {
  contactFor,
  localeOf,
  readPeople,
  recipientsOf,
  type NamedPerson,
  type People,
  type Recipients,
} from './recipients.js';
import { summariesOf, wantsSummary, type Summaries } from './summary-content.js';

/** As many as fit in a batch. */
const BATCH_SIZE = 100;

export const isToCompose = (archiveId: string) =>
  and(eq(emails.archiveId, archiveId), eq(emails.state, 'due'), not(isHeldBack), not(waitsForRefresh));

/** Composes requested emails. Returns how many it handled, including dropped ones; 0 when none are left. */
export async function composeRequests(context: Context, archiveId: string): Promise<number> {
  return context.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(emails)
      .where(isToCompose(archiveId))
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
      const isGone = carriesLink(row) && !links.has(row.userId);
      const person = isGone ? undefined : addresseeOf(people, row);
      const draft = person && (await draftFor(tx, context, people, person, row, summaries));
      if (!draft || person.emailState !== 'ok') {
        await tx
          .update(emails)
          .set({ state: 'dropped', dropReason: draft ? 'address' : 'removed' })
          .where(self);
      } else {
        const { content, recipients, steps } = draft;
        const bytes = renderEmailColumns(context, people, { kind: row.kind, recipients, content });
        await attachSteps(tx, row, steps);
        await tx
          .update(emails)
          .set({
            ...bytes,
            ...copiesOf(person, recipients),
            ...(draft.payload && { payload: draft.payload }),
            linkId: carriesLink(row) ? links.get(row.userId)?.id : null,
          })
          .where(self);
      }
    }
    return rows.length;
  });
}

/** Whether the email carries its reader's Personalized Link. */
const carriesLink = (row: EmailRow) => row.kind === 'link' || row.kind === 'expiring' || isAboutTransfer(row);

interface RequestedDraft {
  content: EmailContent;
  recipients: Recipients;
  /** The due steps that the email stands for. */
  steps: readonly DueStep[];
  payload?: MovedMailRequest;
}

async function draftFor(
  tx: Transaction,
  context: Context,
  people: People,
  person: NamedPerson,
  row: EmailRow,
  summaries: Summaries,
): Promise<RequestedDraft | null> {
  if (isAboutTransfer(row) && person.emailState === 'ok') return transferDraft(tx, context, people, person, row);
  const content = await contentFor(tx, context, people, person, row, summaries);
  return content && { content, recipients: { to: person.email, cc: [] }, steps: [] };
}

/** The email copies the administrators if one of its steps would. Someone whom the transfer added gets their link in any case. */
async function transferDraft(
  tx: Transaction,
  context: Context,
  people: People,
  person: NamedPerson,
  row: EmailRow & { payload: MovedMailRequest },
): Promise<RequestedDraft | null> {
  const { clock, config } = context;
  const shared = sharedContent(people, person);
  const at = { now: clock.now(), publicUrl: config.publicUrl };
  const letter = await writeTransferLetter(tx, people, person, row.payload, at);
  if (!letter) {
    const welcome = await welcomeAfterTransfer(tx, people.archive.id, row.payload);
    const toPage = { ownerName: person.name, connectUrl: LINK_PLACEHOLDER };
    const content = welcome && { ...shared, kind: 'link' as const, ...toPage, why: 'added' as const, ...welcome };
    return content && { content, recipients: { to: person.email, cc: [] }, steps: [] };
  }
  const { steps, alsoListed } = letter;
  const { transferId, side } = row.payload;
  const payload = { transferId, side, ...(alsoListed.length > 0 && { alsoListed }) };
  const recipients = recipientsOf(
    people,
    person,
    steps.some(({ kind, step }) => kind === 'step' && copiesAdministrators(step)),
  );
  if (!recipients) return null;
  const helpUrl = `${config.publicUrl}/help/reasons`;
  return {
    content: { ...shared, helpUrl, copied: recipients.cc.length > 0, ...letter.content },
    recipients,
    steps,
    payload,
  };
}

async function attachSteps(tx: Transaction, { archiveId, id: emailId }: EmailRow, steps: readonly DueStep[]) {
  if (steps.length === 0) return;
  const ids = steps.map(({ id }) => id);
  await tx
    .update(dueSteps)
    .set({ state: 'composed', emailId })
    .where(and(eq(dueSteps.archiveId, archiveId), isAnyOf(dueSteps.id, ids)));
}

const sharedContent = (people: People, person: NamedPerson) => ({
  archiveName: people.archive.name,
  productName: people.productName,
  timeZone: people.archive.timeZone,
  locale: localeOf(people, person),
  contact: contactFor(people, person),
});

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
  const shared = sharedContent(people, person);
  if (isInvitation(row)) {
    const invitation = await invitationFor(tx, context, people, person, row);
    return invitation && { ...shared, ...invitation };
  }
  if (kind === 'sign_in') {
    return { ...shared, kind, name: person.name, signInUrl: LINK_PLACEHOLDER, minutes: SIGN_IN_LINK_MINUTES };
  }
  if (!payload) return null;
  if ('why' in payload && payload.why !== 'invited') {
    const { why, senderName, newAddress } = payload;
    const signInPage = newAddress && maySignIn(person) ? `${context.config.publicUrl}/sign-in` : undefined;
    const link = { connectUrl: LINK_PLACEHOLDER, why, senderName, newAddress, signInPage };
    return { ...shared, kind: 'link', ownerName: person.name, ...link };
  }
  if ('accountIds' in payload) {
    const listed = await findStillExpiring(tx, archive.id, person.id, payload.accountIds, context.config.windows);
    if (listed.length === 0) return null;
    const accounts = { total: listed.length, listed };
    return { ...shared, kind: 'expiring', ownerName: person.name, accounts, connectUrl: LINK_PLACEHOLDER };
  }
  if ('from' in payload) return wantsSummary(person) ? { ...shared, ...(await summaries(person, payload)) } : null;
  if ('security' in payload) {
    // It says itself whom to call: the usual contact may be behind the change.
    const { contact: _, ...rest } = shared;
    return { ...rest, kind: 'security_notice', notice: securityNoticeFor(context, people, person, row, payload) };
  }
  if (!('notice' in payload)) return null;
  const notice = await noticeFor(tx, context, people, shared.locale, payload);
  return notice && { ...shared, kind: 'admin_notice', notice };
}
