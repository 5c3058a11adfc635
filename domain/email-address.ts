/**
 * Email addresses: what mail accepts (RFC 5321), in one form, so that two spellings of an address are one person. A domain with other
 * letters than English ones is kept as mail carries it: "köln.example" is "xn--kln-sna.example" (RFC 5891).
 */
import { removeInvisible } from './visible-text.js';

export type AddressProblem =
  | { code: 'not_an_email'; params: Record<string, never> }
  | { code: 'space_in_email'; params: Record<string, never> }
  | { code: 'character_in_email'; params: { character: string } };

export type ParsedAddress = { address: string; problem: null } | { address: null; problem: AddressProblem };

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/** What stands before the @ without quotation marks: RFC 5321, "Dot-string". */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const NOT_IN_LOCAL = /[^\w.!#$%&'*+/=?^`{|}~-]/u;
/** Letters of any language: which of them a domain can have is for the conversion to say. */
const NOT_IN_DOMAIN = /[^\p{L}\p{M}\p{N}.。．｡-]/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** A top-level domain has at least two characters and is never a number, or "192.168.0.1" would be a domain. */
const TOP_LEVEL = /^(?=.*[a-z])[a-z0-9-]{2,}$/i;

/** Parses an address as it was typed or pasted, with what was copied along: "Ann <ann@…>", "mailto:ann@…", "ann@…;", invisible characters. */
export function parseAddress(typed: string): ParsedAddress {
  const text = unwrap(
    removeInvisible(typed)
      .replaceAll(/[＠﹫]/g, '@')
      .trim(),
  );
  const at = text.indexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const found = at < 0 ? null : (firstProblem(local, NOT_IN_LOCAL) ?? firstProblem(domain, NOT_IN_DOMAIN));
  if (found) return { address: null, problem: found };
  const carried = asciiDomain(domain);
  const address = `${local}@${carried}`;
  if (
    at < 1 ||
    carried === null ||
    !LOCAL.test(local) ||
    local.length > MAX_LOCAL_LENGTH ||
    address.length > MAX_LENGTH
  )
    return { address: null, problem: { code: 'not_an_email', params: {} } };
  return { address, problem: null };
}

/** The one spelling under which an address is kept and looked up. Text that isn't an address stays as it is. */
export const canonicalAddress = (typed: string): string => parseAddress(typed).address ?? typed;

/** A name before the address, as mail programs write it. It can't hold an @, or a list of addresses would lose all but its last one. */
const NAMED = /^[^<>@\r\n]*<([^<>]*)>$/;
const QUOTED = /^["'“”‘’«»](.*)["'“”‘’«»]$/;

function unwrap(text: string): string {
  // What ends a list or a sentence.
  const ended = text.replace(/[\s.,;:]+$/, '');
  const bare = (NAMED.exec(ended)?.[1] ?? QUOTED.exec(ended)?.[1] ?? ended).trim();
  const [, linked] = /^mailto:([^?]*)/i.exec(bare) ?? [];
  return linked === undefined ? bare : decoded(linked).trim();
}

/** A link writes "+" as "%2B". */
function decoded(text: string): string {
  try {
    return removeInvisible(decodeURIComponent(text));
  } catch {
    return text;
  }
}

function firstProblem(part: string, refused: RegExp): AddressProblem | null {
  const character = refused.exec(part)?.[0];
  if (character === undefined) return null;
  if (/\s/u.test(character)) return { code: 'space_in_email', params: {} };
  // An address has an @, so "can’t have @ in it" would be wrong about a second one.
  if (character === '@') return { code: 'not_an_email', params: {} };
  return { code: 'character_in_email', params: { character: shown(character) } };
}

/** A character that can't be displayed is named by its number. */
const shown = (character: string) =>
  /[\p{C}\p{M}]/u.test(character)
    ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    : character;

/** Returns the domain as mail carries it; null when it isn't one. A domain in plain letters keeps its capitals. */
function asciiDomain(domain: string): string | null {
  const isPlain = /^[a-z0-9.-]*$/i.test(domain) && !/(^|\.)xn--/i.test(domain);
  const carried = isPlain ? domain : convert(domain);
  const labels = carried?.split('.') ?? [];
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && TOP_LEVEL.test(labels.at(-1)!)
    ? carried
    : null;
}

/** Web addresses convert a domain by the same rules (UTS 46), and refuse what isn't one. */
const convert = (domain: string): string | null => URL.parse(`https://${domain}`)?.hostname ?? null;
