/** The settings that people choose for themselves, either signed in or through the link in a weekly summary. */
import { z } from 'zod';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import type { Locale } from '../../domain/locales.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { findPreferencesReader, type PreferencesPurpose } from '../access/preferences-links.js';
import { requireLogin } from '../access/sessions.js';
import { readArchiveSummary, type ArchiveSummary } from '../archives/summary.js';
import { recordAudit } from '../audit/audit-log.js';
import { locale, timeZone } from '../input/fields.js';
import { OWN, useCase } from '../use-case.js';
import { isUser, type User } from './users.js';

/** Fields that are not given stay as they are. */
export const PreferencesInput = z
  .strictObject({
    /** Null for the archive's setting. */
    locale: locale.nullable(),
    timeZone: timeZone.nullable(),
    immediateErrorNotifications: z.boolean(),
    weeklyErrorSummary: z.boolean(),
  })
  .partial();
export type Preferences = z.output<typeof PreferencesInput>;

/** Saves a person's choices. Ignores settings about emails that the person's role does not get. @throws {Refusal} `forbidden` */
export const changePreferences = useCase(
  OWN,
  async ({ context, principal, archiveId, actor }, change: Preferences): Promise<void> => {
    const { userId: id, adminRole } = requireLogin(principal);
    await inUnitOfWork(context, ({ tx }) => writePreferences(tx, { archiveId, id, adminRole }, actor, change));
  },
);

/** @throws {Refusal} `forbidden` */
export const setLocale = useCase(OWN, async ({ context, principal, archiveId }, to: Locale): Promise<void> => {
  const { userId } = requireLogin(principal);
  await context.db.update(users).set({ locale: to }).where(isUser(archiveId, userId));
});

/** The person a preferences link belongs to. Someone who is no longer an administrator has no such preferences. */
export interface PreferencesReader {
  user: User;
  archive: ArchiveSummary;
}

/** Null when the link does not work. The reason is not revealed. */
export async function readPreferencesLink(
  context: Context,
  purpose: PreferencesPurpose,
  token: string,
): Promise<PreferencesReader | null> {
  const user = await findPreferencesReader(context.db, context.config.keys, purpose, token);
  return user && { user, archive: await readArchiveSummary(context, user.archiveId) };
}

/** Saves choices without a sign-in: the link is enough. */
export async function changeLinkedPreferences(
  context: Context,
  token: string,
  change: Pick<Preferences, 'immediateErrorNotifications' | 'weeklyErrorSummary'>,
): Promise<PreferencesReader | null> {
  const reader = await readPreferencesLink(context, 'preferences', token);
  return reader && { ...reader, user: { ...reader.user, ...(await changeByLink(context, reader.user, change)) } };
}

/** Turns off the weekly summary through a link that can do nothing else (RFC 8058). Does nothing when it is already off. */
export async function stopWeeklySummary(context: Context, token: string): Promise<PreferencesReader | null> {
  const reader = await readPreferencesLink(context, 'unsubscribe', token);
  if (reader?.user.weeklyErrorSummary) await changeByLink(context, reader.user, { weeklyErrorSummary: false });
  return reader;
}

const changeByLink = (context: Context, user: User, change: Preferences): Promise<Preferences> =>
  inUnitOfWork(context, ({ tx }) => writePreferences(tx, user, { kind: 'user', id: user.id, name: user.name }, change));

/** Returns the settings that were saved. */
async function writePreferences(
  tx: Db,
  person: Pick<User, 'archiveId' | 'id' | 'adminRole'>,
  actor: Actor,
  { immediateErrorNotifications, weeklyErrorSummary, ...rest }: Preferences,
): Promise<Preferences> {
  const { archiveId, id: userId, adminRole } = person;
  const written = {
    ...rest,
    ...(adminRole === 'full_access_administrator' &&
      immediateErrorNotifications !== undefined && { immediateErrorNotifications }),
    ...(adminRole && weeklyErrorSummary !== undefined && { weeklyErrorSummary }),
  };
  const fields = Object.keys(written);
  if (fields.length === 0) return written;
  await tx.update(users).set(written).where(isUser(archiveId, userId));
  await recordAudit(tx, [{ archiveId, type: 'preferences_changed', actor, userId, detail: { fields } }]);
  return written;
}
