/**
 * An append-only file of JSON lines. Lines are written in groups, each followed by a line that commits it. Whatever a crash left
 * uncommitted (a torn line, half a batch) is cut off at the next start, so nothing is ever appended to a torn line.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The position of a line, without its line break. */
export interface Place {
  offset: number;
  length: number;
}

interface Waiting {
  lines: Buffer[];
  written: (places: Place[]) => void;
  failed: (error: unknown) => void;
}

export class Journal {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  private constructor(
    private readonly file: FileHandle,
    private size: number,
  ) {}

  /**
   * `restore` is called for each complete line in order and returns whether the line commits those before it.
   * @throws {Error} naming the file and the line that can't be restored
   */
  static async open(path: string, restore: (line: string, place: Place) => boolean): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    // Emails carry links that sign their owner in.
    const file = await open(path, 'a+', 0o600);
    let committed = 0;
    let number = 0;
    try {
      for await (const { line, offset } of completeLines(path)) {
        number += 1;
        if (restore(line.toString('utf8'), { offset, length: line.length })) committed = offset + line.length + 1;
      }
    } catch (error) {
      await file.close();
      throw new Error(
        `Line ${number} of ${path} is broken. The file contains the inbox’s emails. ` +
          'Delete that line to lose only its email, or move the file away to start with an empty inbox.',
        { cause: error },
      );
    }
    await file.truncate(committed);
    return new Journal(file, committed);
  }

  /** Resolves when the lines are in the file. Groups that are waiting for a write are written together. */
  append(lines: string[]): Promise<Place[]> {
    return new Promise((written, failed) => {
      this.waiting.push({ lines: lines.map((line) => Buffer.from(`${line}\n`)), written, failed });
      this.writing ??= this.write();
    });
  }

  async read({ offset, length }: Place): Promise<string> {
    const buffer = Buffer.alloc(length);
    await this.file.read(buffer, 0, length, offset);
    return buffer.toString('utf8');
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const groups = this.waiting;
      this.waiting = [];
      try {
        await this.file.appendFile(Buffer.concat(groups.flatMap(({ lines }) => lines)));
      } catch (error) {
        await this.file.truncate(this.size);
        groups.forEach(({ failed }) => failed(error));
        continue;
      }
      for (const { lines, written } of groups) written(lines.map((line) => this.placed(line)));
    }
    // In the same turn of the event loop as the last look at the queue, so nothing can be left behind.
    this.writing = undefined;
  }

  private placed(line: Buffer): Place {
    const place = { offset: this.size, length: line.length - 1 };
    this.size += line.length;
    return place;
  }
}

async function* completeLines(path: string): AsyncGenerator<{ line: Buffer; offset: number }> {
  let offset = 0;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
      yield { line, offset };
      offset += line.length + 1;
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
}
