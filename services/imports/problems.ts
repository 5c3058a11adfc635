import type { LineProblem, ValueProblem } from '../../domain/field-problem.js';
import { Refusal } from '../../domain/refusal.js';

/** No one fixes more than this before trying again. */
const MAX_LISTED = 1000;

/** Collects everything that is wrong with a file, up to `MAX_LISTED` problems, so that it can be fixed in one go. */
export class Problems {
  readonly found: LineProblem[];

  /** Copies the list, so that the retry of a transaction starts from the same one. */
  constructor(found: readonly LineProblem[] = []) {
    this.found = [...found];
  }

  /** Whether the list is full. No more problems are added, so the caller can stop looking for them. */
  get full(): boolean {
    return this.found.length >= MAX_LISTED;
  }

  add(line: number, field: string | null, problem: ValueProblem): void {
    if (!this.full) this.found.push({ line, field, ...problem });
  }

  /** @throws {Refusal} `import_invalid` */
  throwIfAny(): void {
    if (this.found.length === 0) return;
    const errors = this.found.toSorted((a, b) => a.line - b.line);
    throw new Refusal('import_invalid', { errors, complete: !this.full });
  }
}

/** Finds keys that appear twice in a file, and reports both lines. */
export class Keys {
  private readonly lines = new Map<string, number>();
  constructor(private readonly problems: Problems) {}

  /** Returns false, and adds the problem, when an earlier line has the same key. */
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
