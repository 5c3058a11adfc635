/** Limits on bodies. Those of JSON are checked on its bytes, before anything is built from them. */
import { Refusal } from '../domain/refusal.js';

/** More than anything needs that isn't a list of accounts or a spreadsheet. */
export const MAX_BODY_BYTES = 64_000;

/** Deeper than any valid body, and shallow enough for code that walks through a body recursively. */
const MAX_LEVELS = 50;
/** More than the largest object that any call accepts has: the headers of a network's response. */
const MAX_MEMBERS = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [ARRAY_BEGIN, ARRAY_END] = [0x5b, 0x5d];
const [OBJECT_BEGIN, OBJECT_END] = [0x7b, 0x7d];

/**
 * Goes through the bytes once and stops at the first limit, so even millions of brackets cost nothing. Whether the text is JSON at all
 * is left to the parser.
 * @param bytes UTF-8, where these bytes are never part of another character
 * @param maxEntries how many members and items there may be in all
 * @throws {Refusal} `json_too_deep`, `json_too_long`
 */
export function limitJson(bytes: Uint8Array, maxEntries: number): void {
  /** For each level, how many more members it may have. Arrays are limited only by `maxEntries`. */
  const left: number[] = [];
  let entries = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === ARRAY_END || byte === OBJECT_END) left.pop();
    else if (byte === COMMA || byte === ARRAY_BEGIN || byte === OBJECT_BEGIN) {
      if (byte === COMMA) left.push(left.pop()! - 1);
      else left.push(byte === OBJECT_BEGIN ? MAX_MEMBERS - 1 : Infinity);
      entries += 1;
      if (left.length > MAX_LEVELS) throw new Refusal('json_too_deep', { levels: MAX_LEVELS });
      if (left.at(-1)! < 0) throw new Refusal('json_too_long', { of: 'object', max: MAX_MEMBERS });
      if (entries > maxEntries) throw new Refusal('json_too_long', { of: 'body', max: maxEntries });
    }
  }
}

/** Returns the position of the quotation mark that ends the string, or a position after the last byte. */
function endOfString(bytes: Uint8Array, begin: number): number {
  let i = begin + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
