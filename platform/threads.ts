/**
 * Threads for work that would hold up the event loop, and every other request with it: reading spreadsheets. A thread has less
 * priority than the requests, and a limit on its memory and time, so a file that is built to exhaust them ends only its own thread.
 */
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { isRefusal, Refusal, type RefusalData } from '../domain/refusal.js';
import { FairSemaphore } from './fair-semaphore.js';

/** Two, so that a small file needn't wait for a large one. */
const THREADS = 2;
/** How much all jobs, with those that wait for a thread, can keep in memory: a dozen of the largest files. */
const MAX_BYTES = 250_000_000;
/** So that no archive takes all of it. */
const MAX_BYTES_OF_ARCHIVE = 80_000_000;
/** Several times what the largest files take, with the wait for a thread. */
const TIME_LIMIT_MS = 30_000;
/** Twice what the largest files take. */
const MEMORY_LIMIT_MB = 1000;
const IDLE_MS = 30_000;
/** Of 19, where a higher number means less priority. */
const NICENESS = 10;

/** A thread sends values, not classes, so a refusal is sent as its data. */
type Outcome<O> = { value: O } | { refusal: RefusalData };

export interface Job<I, O> {
  (input: I): Promise<Outcome<O>>;
  file: string;
  exported: string;
}

export interface Threads {
  /**
   * Does the job in a thread. Archives take turns.
   * @param archiveId for whom
   * @throws {Refusal} what the job throws; `temporarily_unavailable` when too much is waiting or the job takes too long
   * @throws {TooLargeError} when it needs too much memory
   */
  run<I, O>(archiveId: string, job: Job<I, O>, input: I): Promise<O>;
  dispose(): Promise<void>;
}

/** The work needs more memory than a thread may have. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/**
 * Declares a job. Both its input and its result are copied between threads, so they consist of plain data.
 * @param url the `import.meta.url` of the module, which the thread imports
 * @param exported the name under which the module exports the job
 */
export function job<I, O>(url: string, exported: string, work: (input: I) => Promise<O> | O): Job<I, O> {
  const outcome = async (input: I): Promise<Outcome<O>> => {
    try {
      return { value: await work(input) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { refusal: { code: error.code, params: error.params } as RefusalData };
    }
  };
  return Object.assign(outcome, { file: fileURLToPath(url), exported });
}

/** Starts no thread before the first job. */
export function createThreads({ timeLimitMs = TIME_LIMIT_MS } = {}): Threads {
  let pool: Piscina | undefined;
  const turns = new FairSemaphore({ total: THREADS, perArchive: THREADS });
  const held = { all: 0, by: new Map<string, number>() };
  function hold(archiveId: string, bytes: number): void {
    const ofArchive = (held.by.get(archiveId) ?? 0) + bytes;
    if (bytes > 0 && (held.all + bytes > MAX_BYTES || ofArchive > MAX_BYTES_OF_ARCHIVE)) throw busy();
    held.all += bytes;
    if (ofArchive === 0) held.by.delete(archiveId);
    else held.by.set(archiveId, ofArchive);
  }
  const start = () =>
    new Piscina({
      minThreads: 0,
      maxThreads: THREADS,
      idleTimeout: IDLE_MS,
      niceIncrement: NICENESS,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
      // From sources, a thread compiles them as the process does.
      ...(import.meta.url.endsWith('.ts') && { execArgv: ['--import', 'tsx'] }),
    });
  return {
    async run<I, O>(archiveId: string, { file, exported }: Job<I, O>, input: I): Promise<O> {
      const bytes = sizeOf(input);
      hold(archiveId, bytes);
      pool ??= start();
      const threads = pool;
      const signal = AbortSignal.timeout(timeLimitMs);
      const outcome = await turns
        .run(archiveId, signal, () => threads.run(input, { filename: file, name: exported, signal }))
        .catch((error: unknown) => rethrow(error, signal))
        .finally(() => hold(archiveId, -bytes));
      const { value, refusal } = outcome as { value: O; refusal?: RefusalData };
      if (refusal) throw new Refusal(refusal.code, refusal.params);
      return value;
    },
    dispose: async () => pool?.destroy(),
  };
}

/** The size of a job's files. Whatever else it gets is small. */
const sizeOf = (input: unknown): number =>
  Object.values(input ?? {}).reduce<number>(
    (bytes, value) => bytes + (ArrayBuffer.isView(value) ? value.byteLength : 0),
    0,
  );

function rethrow(error: unknown, { aborted }: AbortSignal): never {
  if ((error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY')
    throw new TooLargeError('a thread ran out of memory', { cause: error });
  throw aborted ? busy() : error;
}

const busy = () => new Refusal('temporarily_unavailable', {});
