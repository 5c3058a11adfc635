/**
 * The key ring encrypts tokens at rest, and derives the secrets that must be reproducible without being stored (Personalized Links,
 * state parameters). `RELINK_KEYS` looks like `k3:<base64>,k2:<base64>,k1:gone`. The first key encrypts, and all keys decrypt. With
 * `gone`, an operator declares that a key is lost and that Relink is to run without it.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const REVOKED_MARK = 'gone';
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

export class KeyRing {
  private constructor(
    private readonly keys: ReadonlyMap<string, Buffer>,
    readonly currentId: string,
    /** Keys that an operator has declared lost. */
    readonly goneIds: readonly string[],
  ) {}

  /**
   * @param source where the text comes from, for error messages
   * @throws {Error} whose message never contains a key
   */
  static parse(text: string, source = 'RELINK_KEYS'): KeyRing {
    const keys = new Map<string, Buffer>();
    const gone: string[] = [];
    for (const part of text
      .split(',')
      .map((p) => p.trim())
      .filter(Boolean)) {
      const [, id, base64] = /^([^:]+):(.+)$/.exec(part) ?? [];
      if (!id || !KEY_ID.test(id) || !base64)
        throw new Error(`${source}: write each key as <id>:<base64 of 32 random bytes>, and separate keys with commas`);
      if (keys.has(id) || gone.includes(id)) throw new Error(`${source}: the key ${id} appears twice`);
      if (base64 === REVOKED_MARK) {
        gone.push(id);
        continue;
      }
      const key = Buffer.from(base64, 'base64');
      if (key.length !== KEY_BYTES)
        throw new Error(`${source}: the key ${id} has ${key.length} bytes but needs ${KEY_BYTES}`);
      keys.set(id, key);
    }
    const [currentId] = keys.keys();
    if (!currentId)
      throw new Error(`${source} is empty. Generate a key with \`openssl rand -base64 32\`, and set it to k1:<key>`);
    return new KeyRing(keys, currentId, gone);
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  has(id: string): boolean {
    return this.keys.has(id);
  }

  /** Derives a separate key for each purpose, so that output for one purpose can't be used for another. */
  private subkey(id: string, purpose: string): Buffer {
    const key = this.keys.get(id);
    if (!key)
      throw new Error(
        `RELINK_KEYS doesn’t have the key ${id}, which older data needs. Put it back after the current key`,
      );
    return Buffer.from(hkdfSync('sha256', key, '', `relink/${purpose}`, KEY_BYTES));
  }

  /** Computes an HMAC-SHA256 over the parts, which JSON keeps unambiguous. */
  mac(purpose: string, parts: readonly string[], keyId = this.currentId): Buffer {
    return createHmac('sha256', this.subkey(keyId, purpose)).update(JSON.stringify(parts)).digest();
  }

  /** Returns a value that identifies this key and reveals nothing about it. */
  checkValue(id: string): Buffer {
    return this.mac('key-check', [id], id);
  }

  /** Encrypts with AES-256-GCM. `boundTo` identifies the row: a ciphertext that was moved to another row doesn't decrypt. */
  encrypt(plain: string, boundTo: readonly string[]): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.subkey(this.currentId, 'tokens'), iv);
    cipher.setAAD(Buffer.from(JSON.stringify(boundTo)));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([KeyRing.sealedWith(this.currentId), iv, cipher.getAuthTag(), body]);
  }

  /** Returns the prefix of everything encrypted with this key, so that a query can find what other keys encrypted. */
  static sealedWith(id: string): Buffer {
    return Buffer.concat([Buffer.from([id.length]), Buffer.from(id)]);
  }

  /** @throws {Error} if the ciphertext was tampered with or moved, or if its key is missing */
  decrypt(sealed: Buffer, boundTo: readonly string[]): string {
    const idEnd = 1 + (sealed[0] ?? 0);
    const ivEnd = idEnd + IV_BYTES;
    const tagEnd = ivEnd + TAG_BYTES;
    const key = this.subkey(sealed.subarray(1, idEnd).toString(), 'tokens');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(idEnd, ivEnd));
    decipher.setAAD(Buffer.from(JSON.stringify(boundTo)));
    decipher.setAuthTag(sealed.subarray(ivEnd, tagEnd));
    return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString('utf8');
  }
}

/** Returns the id of the key that encrypted a value, or null if the value doesn't start like a ciphertext. */
export function keyIdOf(sealed: Buffer): string | null {
  const id = sealed.subarray(1, 1 + (sealed[0] ?? 0)).toString('latin1');
  return KEY_ID.test(id) ? id : null;
}

export const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** Generates a 256-bit secret for URLs, cookies, and headers. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** Compares two secrets in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}
