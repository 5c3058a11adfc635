/** The shape of a language's words without their text: the same keys, the same kinds, and functions of the same things. */
export type Spoken<T> = T extends string
  ? string
  : T extends (...given: infer Given) => infer Said
    ? (...given: Given) => Spoken<Said>
    : { [Key in keyof T]: Spoken<T[Key]> };
