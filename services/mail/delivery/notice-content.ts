/** Composes notices about what only administrators can resolve, with the state at the time of writing. */
import { and, count, eq } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import { countAccountsInUse, findSurgeHolds } from '../../disconnects/surge-hold-queries.js';
import type { Db } from '../../../db/client.js';
import type {
  AddressFailedRequest,
  NoticeRequest,
  OtherIdentityRequest,
  SurgeHoldRequest,
} from '../../../domain/email-requests.js';
import { accounts } from '../../../db/schema.js';
import type { Locale } from '../../../domain/locales.js';
import type { NoticeWords } from '../../../emails/content.js';
import { addressFailedNoticeWords, otherIdentityNoticeWords, surgeHoldNoticeWords } from '../../../emails/notices.js';
import type { People } from './recipients.js';

/** Returns null when there is nothing left to resolve. */
export async function noticeFor(
  tx: Db,
  context: Context,
  people: People,
  locale: Locale,
  request: NoticeRequest,
): Promise<NoticeWords | null> {
  if (request.notice === 'surge_hold') return surgeHoldNotice(tx, context, people, locale, request);
  if (request.notice === 'other_identity') return otherIdentityNotice(context, people, locale, request);
  return addressNotice(tx, context, people, locale, request);
}

function otherIdentityNotice(
  { config }: Context,
  { archive, people }: People,
  locale: Locale,
  { subjectUserId }: OtherIdentityRequest,
): NoticeWords | null {
  const subject = people.get(subjectUserId);
  if (!subject) return null;
  const { id, name, email } = subject;
  const personUrl = `${config.publicUrl}/configure/people/${id}`;
  return otherIdentityNoticeWords({ locale, archiveName: archive.name, person: { name, email }, personUrl });
}

async function surgeHoldNotice(
  tx: Db,
  { config }: Context,
  { archive }: People,
  locale: Locale,
  { surgeHoldId }: SurgeHoldRequest,
): Promise<NoticeWords | null> {
  const [surgeHold] = await findSurgeHolds(tx, { archiveId: archive.id, id: surgeHoldId });
  if (surgeHold?.state !== 'holding') return null;
  return surgeHoldNoticeWords({
    locale,
    timeZone: archive.timeZone,
    archiveName: archive.name,
    network: surgeHold.network,
    reported: surgeHold.disconnects,
    accounts: await countAccountsInUse(tx, archive.id, surgeHold.network),
    minutes: Math.max(1, Math.round(config.windows.surgeWindow / 60_000)),
    until: surgeHold.until.toISOString(),
    surgeHoldUrl: `${config.publicUrl}/surge-holds/${surgeHold.id}`,
  });
}

async function addressNotice(
  tx: Db,
  { config }: Context,
  { archive, people }: People,
  locale: Locale,
  { failure, subjectUserId }: AddressFailedRequest,
): Promise<NoticeWords | null> {
  const subject = people.get(subjectUserId);
  if (!subject) return null;
  return addressFailedNoticeWords({
    locale,
    archiveName: archive.name,
    failure,
    person: {
      name: subject.name,
      email: subject.email,
      role: subject.isAccountOwner ? 'account_owner' : 'administrator',
    },
    waitingAccounts: await disconnectedAccountsOf(tx, archive.id, subject.id),
    personUrl: `${config.publicUrl}/${subject.isAccountOwner ? 'owners' : 'configure/people'}/${subject.id}`,
  });
}

async function disconnectedAccountsOf(tx: Db, archiveId: string, ownerId: string): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.ownerId, ownerId), eq(accounts.status, 'disconnected')));
  return row?.n ?? 0;
}
