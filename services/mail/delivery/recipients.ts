/** Who is written to, read at the moment of composing and once more at the moment of sending. */
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Archive } from '../../archives/archives.js';
import { findArchive } from '../../archives/archives.js';
import type { Db } from '../../../db/client.js';
import { users } from '../../../db/schema.js';
import { isLocale, type Locale } from '../../../domain/locales.js';
import { ADMINISTRATORS_READ, useCase } from '../../use-case.js';
import { carbonCopies, type Administrator, type AdminRole, type Person } from '../../../domain/recipients.js';

export interface NamedPerson extends Person {
  name: string;
  /** Null: the archive's. */
  locale: string | null;
  isAdministrator: boolean;
  adminRole: AdminRole | null;
  isAccountOwner: boolean;
  access: 'connect_only' | 'invite';
  weeklyErrorSummary: boolean;
}

export interface People {
  archive: Archive;
  /** The archive's own name for the product, else the installation's. */
  productName: string;
  /** By id; those of the people asked for who are still there. */
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
          .where(and(eq(users.archiveId, archiveId), inArray(users.id, [...new Set(userIds)]))),
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

/** What every email of the archive has, for samples: its names, and its administrators. */
export const readMailSettings = useCase(ADMINISTRATORS_READ, ({ context, archiveId }) =>
  readPeople(context, context.db, archiveId, []),
);

export interface Recipients {
  to: string;
  cc: string[];
}

/**
 * To and cc of an email to this owner. When the owner's address is dead, an email that copies the administrators goes to them
 * alone, and any other to nobody (null): nobody keeps writing into the void.
 */
export function recipientsOf({ administrators }: People, owner: NamedPerson, copied: boolean): Recipients | null {
  const cc = copied ? carbonCopies(owner, administrators) : [];
  if (owner.emailState === 'ok') return { to: owner.email, cc };
  const [first, ...others] = cc;
  return first ? { to: first, cc: others } : null;
}

/** The language of an email to this person. */
export function localeOf({ archive }: People, person: Pick<NamedPerson, 'locale'> | undefined): Locale {
  const locale = person?.locale ?? archive.locale;
  return isLocale(locale) ? locale : 'en';
}

/** The Primary Administrator: whom to ask. */
export function contactOf({ administrators }: People): { name: string; email: string } | undefined {
  const primary = administrators.find(({ role }) => role === 'primary_administrator');
  return primary && { name: primary.name, email: primary.email };
}

/** Whom this reader can ask: nobody is told to ask themselves. */
export function contactFor(people: People, reader: { email: string } | undefined): ReturnType<typeof contactOf> {
  const contact = contactOf(people);
  return contact?.email === reader?.email ? undefined : contact;
}
