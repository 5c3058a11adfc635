/** Decides who gets an email. This is read when the email is composed and again when it is sent. */
import { and, eq, isNotNull } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { Archive } from '../../archives/archives.js';
import { findArchive } from '../../archives/archives.js';
import type { Db } from '../../../db/client.js';
import { users } from '../../../db/schema.js';
import { isLocale, type Locale } from '../../../domain/locales.js';
import { ADMINISTRATORS_READ, useCase } from '../../use-case.js';
import { whomToAsk } from '../../../domain/whom-to-ask.js';
import { carbonCopies, type Administrator, type AdminRole, type Person } from '../../../domain/recipients.js';

export interface NamedPerson extends Person {
  name: string;
  /** Null for the archive's setting. */
  locale: string | null;
  isAdministrator: boolean;
  adminRole: AdminRole | null;
  isAccountOwner: boolean;
  access: 'connect_only' | 'invite';
  weeklyErrorSummary: boolean;
  /** Since when it is in doubt which address of this owner's emails fails (doubts.ts). */
  emailDoubtAt: Date | null;
}

export interface People {
  archive: Archive;
  /** The archive's own name for the product, or else the installation's. */
  productName: string;
  /** The requested people who still exist, by ID. */
  people: Map<string, NamedPerson>;
  administrators: (Administrator & Pick<NamedPerson, 'name' | 'locale'>)[];
}

export async function readPeople(
  { config }: Pick<Context, 'config'>,
  db: Db,
  archiveId: string,
  userIds: readonly string[],
): Promise<People> {
  const [archive, rows, administrators] = [
    await findArchive(db, archiveId),
    userIds.length === 0
      ? []
      : await db
          .select()
          .from(users)
          .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, [...new Set(userIds)]))),
    await db
      .select()
      .from(users)
      .where(and(eq(users.archiveId, archiveId), isNotNull(users.adminRole))),
  ];
  return {
    archive,
    productName: archive.productName ?? config.productName,
    people: new Map(rows.map((row) => [row.id, { ...row, isAdministrator: row.adminRole !== null }])),
    administrators: administrators.flatMap((row) => (row.adminRole ? [{ ...row, role: row.adminRole }] : [])),
  };
}

/** Reads what all emails of the archive share (its names and administrators), for samples. */
export const readMailSettings = useCase(ADMINISTRATORS_READ, ({ context, archiveId }) =>
  readPeople(context, context.db, archiveId, []),
);

export interface Recipients {
  to: string;
  cc: string[];
}

/**
 * Returns the To and Cc of an email to this owner. When the owner's address is dead, an email that copies the administrators goes only
 * to them, and any other email goes to no one (null).
 */
export function recipientsOf({ administrators }: People, owner: NamedPerson, copied: boolean): Recipients | null {
  const cc = copied ? carbonCopies(owner, administrators) : [];
  if (owner.emailState === 'ok') return { to: owner.email, cc };
  const [first, ...others] = cc;
  return first ? { to: first, cc: others } : null;
}

/** Returns the language of an email to this person. */
export function localeOf({ archive }: People, person: Pick<NamedPerson, 'locale'> | undefined): Locale {
  const locale = person?.locale ?? archive.locale;
  return isLocale(locale) ? locale : 'en';
}

/** Returns the person to ask for help: the Primary Administrator. */
export function contactOf({ administrators }: People): { id: string; name: string; email: string } | undefined {
  const primary = administrators.find(({ role }) => role === 'primary_administrator');
  return primary && { id: primary.id, name: primary.name, email: primary.email };
}

/** Returns the person this reader can ask for help; undefined when that would be the reader. */
export const contactFor = (people: People, reader: { id: string } | undefined): ReturnType<typeof contactOf> =>
  whomToAsk(contactOf(people), reader) ?? undefined;
