/**
 * What archives are called. People decide by an archive's name whether to sign in and connect accounts, so the operator vouches for
 * it ("renaming it is the operator's, names are unique as people read them").
 */
import { asc, sql } from 'drizzle-orm';
import { removeInvisible } from '../../domain/visible-text.js';
import type { Db, Transaction } from '../../db/client.js';
import { archives } from '../../db/schema.js';
import { CONFUSABLES } from './confusables.js';

/** What a character looks like, by the character. */
const PROTOTYPES = new Map(
  CONFUSABLES.trim()
    .split(/\s(?=[\da-f+]+=)/)
    .flatMap((group) => {
      const [prototype = '', characters = ''] = group.split('=').map((codes) => codes.replaceAll(/\s/g, ''));
      return characters.split(',').map((code) => [textOf(code), textOf(prototype)] as const);
    }),
);

function textOf(codes: string): string {
  return String.fromCodePoint(...codes.split('+').map((code) => Number.parseInt(code, 16)));
}

const asPrototypes = (text: string): string =>
  Array.from(text, (character) => PROTOTYPES.get(character) ?? character).join('');

/** The skeleton of UTS 39, also without accents, which are easily overlooked. */
const withoutLookAlikes = (text: string): string =>
  asPrototypes(text.normalize('NFKD').replaceAll(/\p{M}/gu, '')).normalize('NFKD').toLowerCase();

/**
 * Returns the same text for two names that a reader could take for each other: whatever their case, spaces, accents, punctuation, and
 * letters of other alphabets. Capitals and small letters have different look-alikes, so the table is applied to both.
 */
export function nameAsRead(name: string): string {
  const seen = withoutLookAlikes(withoutLookAlikes(removeInvisible(name)))
    .replaceAll(/[i1]/g, 'l')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd');
  return seen.replaceAll(/[^\p{L}\p{N}]/gu, '') || seen.replaceAll(/\s/g, '');
}

/** An archive with a name that reads like another one. */
export interface ArchiveReadAs {
  id: string;
  name: string;
  /** What its product, or the sender of its emails, is called, if that is the name. */
  alias?: string;
}

/**
 * Finds an archive that is called like this one, or whose product or sender is. Until the transaction ends, no other can take a name, so two
 * at the same moment don't both find theirs free. The names are compared here instead of in an index, so the rule covers archives from before it.
 */
export async function findArchiveReadAs(tx: Transaction, name: string, except?: string): Promise<ArchiveReadAs | null> {
  await lockNames(tx);
  const others = (await readNames(tx)).filter(({ id }) => id !== except);
  return findReadAs(others, name, ({ product, sender }) => [product, sender]);
}

/**
 * Finds another archive whose emails' sender is called like this product, unless that archive's own product is. Several archives can have
 * the same product. Holds the same lock.
 */
export async function findSenderReadAs(
  tx: Transaction,
  productName: string,
  except: string,
): Promise<ArchiveReadAs | null> {
  await lockNames(tx);
  const others = (await readNames(tx)).filter(({ id }) => id !== except);
  return findReadAs(others.filter(hasBorrowedSender), productName, ({ sender }) => [sender]);
}

function findReadAs(
  rows: readonly Names[],
  name: string,
  aliasesOf: (row: Names) => (string | null)[],
): ArchiveReadAs | null {
  const wanted = nameAsRead(name);
  const isAlike = (one: string | null) => one !== null && nameAsRead(one) === wanted;
  for (const row of rows) {
    if (isAlike(row.name)) return { id: row.id, name: row.name };
    const alias = aliasesOf(row).find(isAlike);
    if (alias) return { id: row.id, name: row.name, alias };
  }
  return null;
}

/** Until the transaction ends, no other can take a name. */
const lockNames = (tx: Transaction) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('archiveNames', 0))`);

/**
 * Whether people could take the sender of an archive's emails for another archive, its product, its sender, or this installation's
 * operator. An archive's own names are its own, whoever else has them. Holds the same lock as the names of archives.
 */
export async function isSenderNameTaken(
  tx: Transaction,
  archiveId: string,
  senderName: string,
  installedProduct: string,
): Promise<boolean> {
  await lockNames(tx);
  const wanted = nameAsRead(senderName);
  const rows = await readNames(tx);
  const isLike = (names: readonly (string | null)[]) =>
    names.some((name) => name !== null && nameAsRead(name) === wanted);
  const own = rows.find(({ id }) => id === archiveId);
  if (own && isLike([own.name, own.product ?? installedProduct])) return false;
  const others = rows.filter(({ id }) => id !== archiveId);
  return isLike([installedProduct, ...others.flatMap(({ name, product, sender }) => [name, product, sender])]);
}

/** Finds archives that people could take for each other, because they were named before names had to differ. */
export async function findLookAlikeArchives(db: Db): Promise<{ id: string; name: string }[][]> {
  const groups = Map.groupBy(await readNames(db), ({ name }) => nameAsRead(name));
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Finds archives whose emails people could take for another archive's, because their senders were named before that was refused. */
export async function findLookAlikeSenders(
  db: Db,
): Promise<{ id: string; name: string; sender: string; other: ArchiveReadAs }[]> {
  const rows = await readNames(db);
  return rows.filter(hasBorrowedSender).flatMap(({ id, name, sender }) => {
    const others = rows.filter((one) => one.id !== id);
    const other = findReadAs(others, sender!, (one) => [one.product, one.sender]);
    return other ? [{ id, name, sender: sender!, other }] : [];
  });
}

/** Whether the sender is called neither like the archive nor like its product. */
const hasBorrowedSender = ({ name, product, sender }: Names): boolean =>
  sender !== null && ![name, product].some((own) => own !== null && nameAsRead(own) === nameAsRead(sender));

type Names = Awaited<ReturnType<typeof readNames>>[number];

const readNames = (db: Db) =>
  db
    .select({ id: archives.id, name: archives.name, product: archives.productName, sender: archives.senderName })
    .from(archives)
    .orderBy(asc(archives.id));
