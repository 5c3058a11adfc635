/** Words that every page shares. */

export const number = (n: number): string => n.toLocaleString('es-US');

/** "1 cuenta", "2,300 cuentas". */
export const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

const list = new Intl.ListFormat('es', { type: 'conjunction' });

/** "A", "A y B", "A, B y C", "A, B, C y 4 más". */
export function listed(names: readonly string[], most = 4): string {
  return list.format(names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} más`] : names);
}
