/**
 * Prepares the statements that are sent again and again. Drizzle sends every statement as a new one, which PostgreSQL has to parse and
 * plan, and which postgres.js first asks about: two round trips. A prepared statement takes one, and PostgreSQL only executes it.
 */
import type postgres from 'postgres';

type Unsafe = Parameters<postgres.Sql['unsafe']>;

/** A statement is prepared when it comes for this time, as the drivers of other languages do. */
const OFTEN = 5;
/** Statements with a parameter for each of many values have a different text each time. */
const MAX_PARAMETERS = 40;
/** Every connection keeps its prepared statements in memory. */
const MAX_STATEMENTS = 1000;

/** Counts statements by their text, and says which ones to prepare. */
export class RepeatedStatements {
  private readonly counts = new Map<string, number>();

  /** Returns the arguments for `unsafe`, with the statement prepared if it is worth it. */
  prepare([text, parameters = [], options]: Unsafe): Unsafe {
    return [text, parameters, { ...options, prepare: parameters.length <= MAX_PARAMETERS && this.isOften(text) }];
  }

  private isOften(text: string): boolean {
    const count = (this.counts.get(text) ?? 0) + 1;
    if (count > OFTEN) return true;
    if (count === 1 && this.counts.size >= MAX_STATEMENTS) this.forgetRare();
    if (count > 1 || this.counts.size < MAX_STATEMENTS) this.counts.set(text, count);
    return count === OFTEN;
  }

  private forgetRare(): void {
    for (const [text, count] of this.counts) if (count < OFTEN) this.counts.delete(text);
  }
}
