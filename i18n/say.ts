/** For messages that are looked up by a code: some of a kind take parameters, others are their text. */
export type Message<Values> = string | ((values: Values) => string);

export const say = <Values>(message: Message<Values>, values: Values): string =>
  typeof message === 'string' ? message : message(values);
