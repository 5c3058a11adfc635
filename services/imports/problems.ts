import { Refusal } from '../../domain/refusal.js';

export interface Problem {
  /** Of the file, as an editor counts them. */
  line: number;
  /** The column; null when the line as a whole is meant. */
  field: string | null;
  message: string;
}

/** As many as anybody mends before trying again. */
const MOST_LISTED = 1000;

/** Everything that is wrong with a file, gathered so that it is mended in one go; up to what is listed, and nothing beyond. */
export class Problems {
  private readonly found: Problem[];

  constructor(found: readonly Problem[] = []) {
    this.found = [...found];
  }

  /** Nothing more is taken: whoever looks for problems can stop. */
  get full(): boolean {
    return this.found.length >= MOST_LISTED;
  }

  add(line: number, field: string | null, message: string): void {
    if (!this.full) this.found.push({ line, field, message });
  }

  /** For a transaction, which is tried again after a deadlock. */
  copy(): Problems {
    return new Problems(this.found);
  }

  /** @throws {Refusal} 422 `import_invalid` */
  throwIfAny(): void {
    if (this.found.length === 0) return;
    const errors = this.found.toSorted((a, b) => a.line - b.line);
    const [{ line, message }] = errors as [Problem];
    const others = `${this.full ? 'at least ' : ''}${errors.length - 1} more`;
    const more = errors.length > 1 ? ` (and ${others})` : '';
    throw new Refusal(422, 'import_invalid', `Nothing was imported. Line ${line}: ${message}${more}`, { errors });
  }
}

/** Names both lines when a key is in the file twice. */
export class Keys {
  private readonly lines = new Map<string, number>();
  constructor(private readonly problems: Problems) {}

  /** False when the key was there before. */
  claim(key: string, line: number, field: string, what: string): boolean {
    const before = this.lines.get(key);
    if (before === undefined) {
      this.lines.set(key, line);
      return true;
    }
    this.problems.add(
      line,
      field,
      `${what} is in line ${before} already (lines ${before} and ${line}). Keep one of them.`,
    );
    return false;
  }
}

export interface Outcome {
  created: number;
  updated: number;
}
