import type { LineProblem, ValueProblem } from '../../domain/field-problem.js';
import { Refusal } from '../../domain/refusal.js';

/** As many as anybody fixes before trying again. */
const MOST_LISTED = 1000;

/** Everything that is wrong with a file, gathered so that it can be fixed in one go; up to what is listed, and nothing beyond. */
export class Problems {
  private readonly found: LineProblem[];

  constructor(found: readonly LineProblem[] = []) {
    this.found = [...found];
  }

  /** Nothing more is taken: whoever looks for problems can stop. */
  get full(): boolean {
    return this.found.length >= MOST_LISTED;
  }

  add(line: number, field: string | null, problem: ValueProblem): void {
    if (!this.full) this.found.push({ line, field, ...problem });
  }

  /** For a transaction, which is tried again after a deadlock. */
  copy(): Problems {
    return new Problems(this.found);
  }

  /** @throws {Refusal} `import_invalid` */
  throwIfAny(): void {
    if (this.found.length === 0) return;
    const errors = this.found.toSorted((a, b) => a.line - b.line);
    throw new Refusal('import_invalid', { errors, complete: !this.full });
  }
}

/** Names both lines when a key is in the file twice. */
export class Keys {
  private readonly lines = new Map<string, number>();
  constructor(private readonly problems: Problems) {}

  /** False when the key was there before. */
  claim(key: string, line: number, field: string, twice: (firstLine: number) => ValueProblem): boolean {
    const before = this.lines.get(key);
    if (before === undefined) {
      this.lines.set(key, line);
      return true;
    }
    this.problems.add(line, field, twice(before));
    return false;
  }
}

export interface Outcome {
  created: number;
  updated: number;
}
