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

/** The skeleton of UTS 39: what the text's characters look like. A prototype can have one of its own. */
function skeletonOf(text: string): string {
  let seen = text.normalize('NFD');
  for (let round = 0; round < 3; round += 1)
    seen = Array.from(seen, (character) => PROTOTYPES.get(character) ?? character)
      .join('')
      .normalize('NFD');
  return seen;
}

const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

/**
 * The skeleton without accents, which are easily overlooked. Compatibility forms are unfolded after what they look like is known: the lunate
 * sigma "ϲ" would unfold to a common one, which doesn't look like "c".
 */
const withoutLookAlikes = (text: string): string => {
  const seen = withoutAccents(skeletonOf(withoutAccents(text)));
  return withoutAccents(skeletonOf(withoutAccents(seen.normalize('NFKD')))).toLowerCase();
};

/** Signs that are part of no name, and that unfold to letters. */
const TRADE_MARKS = /[™℠®©℗🄪🄫🅪🅫🅬]/gu;

/** Capitals and small letters have different look-alikes, so the table is applied to both. */
const asRead = (text: string): string =>
  withoutLookAlikes(withoutLookAlikes(removeInvisible(text).replaceAll(TRADE_MARKS, ' '))).replaceAll(/[i1]/g, 'l');

/** Letters that look like one when they are side by side. Not "cl" for "d": there are a Clay County and a Day County. */
const joined = (letters: string): string => letters.replaceAll('vv', 'w');

/**
 * Returns the same text for two names that a reader could take for each other: whatever their case, spaces, accents, punctuation, and
 * letters of other alphabets.
 */
export function nameAsRead(name: string): string {
  const seen = joined(asRead(name));
  return seen.replaceAll(/[^\p{L}\p{N}]/gu, '') || seen.replaceAll(/\s/g, '');
}

/** The words of a name as they're read, with and without symbols at their ends: "Fairview Ⓡ" isn't "Fairview R" to everyone. */
const wordsAsRead = (name: string): string[][] =>
  [name, name.replaceAll(/\p{S}+(?![\p{L}\p{N}\p{S}])/gu, ' ')].map((text) => lettersOf(asRead(text)));

const lettersOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Where words have a name, as places of the first one and after the last one. It can be written with other spaces. */
function placesOf(name: string, words: readonly string[]): [number, number][] {
  const wanted = joined(lettersOf(asRead(name)).join(''));
  return words.flatMap((_, from) => {
    for (let [to, run] = [from, '']; run.length < 2 * wanted.length && to < words.length;) {
      run += words[to]!;
      to += 1;
      if (joined(run) === wanted) return [[from, to] satisfies [number, number]];
    }
    return [];
  });
}

/** Whether a name has another one in it, but not only as a part of the own one. */
const isNamedIn = (other: string, own: string, name: string): boolean =>
  wordsAsRead(name).some((words) => {
    const owned = placesOf(own, words);
    return placesOf(other, words).some(([from, to]) => !owned.some(([start, end]) => start <= from && to <= end));
  });

/** An email address or a domain as the sender would be taken for the real one. */
const ADDRESS = /[@＠﹫]|[\p{L}\p{N}][.。．｡․﹒]\p{L}{2,}/u;

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
 * Finds what is wrong with the sender of an archive's emails. `taken`: people could take it for another archive, its product, its sender, or
 * this installation's operator, also because a part of it is called like another archive or the product. `address`: it's called like an
 * address. An archive's own names are its own, whoever else has them. Holds the same lock as the names of archives.
 */
export async function findSenderNameProblem(
  tx: Transaction,
  archiveId: string,
  senderName: string,
  installedProduct: string,
): Promise<'taken' | 'address' | null> {
  await lockNames(tx);
  const rows = await readNames(tx);
  const isLike = (names: readonly (string | null)[]) =>
    names.some((name) => name !== null && nameAsRead(name) === nameAsRead(senderName));
  const own = rows.find(({ id }) => id === archiveId);
  if (own && isLike([own.name, own.product ?? installedProduct])) return null;
  const others = rows.filter(({ id }) => id !== archiveId);
  if (isLike([installedProduct, ...others.flatMap(({ name, product, sender }) => [name, product, sender])]))
    return 'taken';
  if (ADDRESS.test(removeInvisible(senderName))) return 'address';
  const ownName = own?.name ?? '';
  // Beside its own name, an archive can name the product that it has.
  const isSigned = own !== undefined && own.product === null && isNamedIn(ownName, '', senderName);
  const foreign = [...(isSigned ? [] : [installedProduct]), ...others.map(({ name }) => name)];
  return foreign.some((name) => isNamedIn(name, ownName, senderName)) ? 'taken' : null;
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
