/** Secrets in the data folder: made once, and readable only by their owner. */
import { writeFileAtomically } from '../write-file-atomically.js';
import { readIfExists } from './processes.js';

export interface SecretFile {
  file: string;
  make: () => string;
  /** What the user can do when the file exists but is broken. */
  remedy: string;
  /** @throws {Error} when the text isn't a valid secret of this kind */
  check?: (secret: string) => void;
}

/** Returns null if there is no such file. A broken one is never replaced, because existing data might need its secret. */
export function readSecretFile({ file, remedy, check }: Omit<SecretFile, 'make'>): string | null {
  const text = readIfExists(file);
  if (text === undefined) return null;
  const secret = text.trim();
  if (secret === '') throw new Error(`${file} is empty. ${remedy}`);
  try {
    check?.(secret);
  } catch (error) {
    throw new Error(`${(error as Error).message}. ${remedy}`, { cause: error });
  }
  return secret;
}

export function makeSecretFile({ file, make }: Pick<SecretFile, 'file' | 'make'>): string {
  const secret = make();
  writeFileAtomically(file, `${secret}\n`);
  return secret;
}

export const secretFile = (secret: SecretFile): string => readSecretFile(secret) ?? makeSecretFile(secret);
