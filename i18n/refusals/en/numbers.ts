/** "20,000" */
export const number = (n: number): string => n.toLocaleString('en-US');
