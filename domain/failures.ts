/** Types of the application failures that workflows throw. */
export const FAILURES = {
  /** The workflow's disconnect isn't in the database, which happens when an operator starts a workflow by hand. */
  unknownDisconnect: 'UnknownDisconnect',
} as const;
