/** Normalizes a name for comparison, however it was typed: "E-mail", "e_mail", and "\uFEFFEmail" are the same name. */
export const normalizeName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Returns a function that finds which value a word refers to. `known` lists other names for each value. */
export function lookup<T extends string>(known: Record<T, readonly string[]>): (word: string) => T | undefined {
  const byName = new Map(
    (Object.entries(known) as [T, readonly string[]][]).flatMap(([one, words]) =>
      [one, ...words].map((word) => [normalizeName(word), one] as const),
    ),
  );
  return (word) => byName.get(normalizeName(word));
}
