/** Secrets of the data folder: made once, readable by their owner only. */
import { writeFileWhole } from './whole-file.js';
import { readIfThere } from './processes.js';

export interface SecretFile {
  file: string;
  make: () => string;
  /** What a person can do when the file was there and is broken. */
  remedy: string;
  /** @throws {Error} when the text is none of its kind */
  check?: (secret: string) => void;
}

/** Null: there is no such file. A broken one is never made again: what was made with the secret may need it. */
export function readSecretFile({ file, remedy, check }: Omit<SecretFile, 'make'>): string | null {
  const text = readIfThere(file);
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
  writeFileWhole(file, `${secret}\n`);
  return secret;
}

export const secretFile = (secret: SecretFile): string => readSecretFile(secret) ?? makeSecretFile(secret);
