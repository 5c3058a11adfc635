/** A message that is looked up by code. Within a group, some messages take parameters and others are plain text. */
export type Message<Values> = string | ((values: Values) => string);

export const formatMessage = <Values>(message: Message<Values>, values: Values): string =>
  typeof message === 'string' ? message : message(values);
