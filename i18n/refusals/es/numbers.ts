/** "20,000", as Spanish is written in the United States. */
export const number = (n: number): string => n.toLocaleString('es-US');

/** "1 cuenta", "2,300 cuentas". */
export const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;
