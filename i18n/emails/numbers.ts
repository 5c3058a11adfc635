/** Numbers as both languages write them in the United States. */

/** Thousands by hand: Intl's answer depends on the ICU data of the machine, and these bytes must not. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 account", "2,300 accounts". */
export function counted(n: number, one: string, many: string): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** What a sentence speaks of: one thing by its name, or so many. */
export interface Counted {
  n: number;
  /** Of the only one. */
  name: string;
}

export interface Person {
  name: string;
  email: string;
}
