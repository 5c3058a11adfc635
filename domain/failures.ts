/** Types of Temporal failures. */
export const FAILURES = {
  /** The disconnect that a workflow was started for is not in the database: an operator started it by hand. */
  unknownDisconnect: 'UnknownDisconnect',
} as const;
