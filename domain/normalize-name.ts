/** A name as it is compared, however it was typed: "E-mail", "e_mail" and "\uFEFFEmail" are one. */
export const normalizeName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What was meant by a word, of those by which each is known. */
export function lookup<T extends string>(known: Record<T, readonly string[]>): (word: string) => T | undefined {
  const meant = new Map(
    (Object.entries(known) as [T, readonly string[]][]).flatMap(([one, words]) =>
      [one, ...words].map((word) => [normalizeName(word), one] as const),
    ),
  );
  return (word) => meant.get(normalizeName(word));
}
