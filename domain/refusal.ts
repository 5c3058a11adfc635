/**
 * Refusals, with a stable `code` (snake_case; http-api.md). `status` is the HTTP status that the API answers with; `message` says
 * what to do about it, to people.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 503,
    readonly code: string,
    message: string,
    /** More members of the problem document, e.g. `errors` or the ids that offend. */
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** Neither "does not exist" nor "belongs to another archive": the two look the same from outside. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'not_found', `There is no such ${what} in this archive.`);
}

/** What is on its way to another Account Owner stays as it is until it has arrived. */
export const inTransfer = (what: string) =>
  new Refusal(
    409,
    'transfer_in_progress',
    `${what} is being transferred to another Account Owner. Try again in a minute.`,
  );

/** Types of Temporal failures. */
export const FAILURES = {
  /** The disconnect that a workflow was started for is not in the database: an operator started it by hand. */
  unknownDisconnect: 'UnknownDisconnect',
} as const;
