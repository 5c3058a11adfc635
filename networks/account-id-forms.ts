/** What a network's own ids look like. Each adapter declares the forms of its networks' ids; account-ids.ts brings them together. */

/** The form of an id at one network. */
export interface IdForm {
  /** Matches an id as the network's API writes it. Handles and names must not match. */
  form: RegExp;
  /** Names that would match the form. Refused as they stand, because they are far more often a name; a URN can still contain one. */
  names?: RegExp;
  /** Whether only this network's ids look like this. One of them at another network is a mistake. */
  unmistakable?: boolean;
  /** An id of this form, for people who don't know what to look for. */
  example: string;
  /** Finds the id in another spelling, such as a profile's address or a URN, without asking the network. Null if there is none. */
  resolve: (text: string) => string | null;
}

/** A number that isn't an Instagram account's: no other network has 17 digits that begin with 1784, except Threads. */
export const NUMBER = /^(?!1784\d{13}$)[1-9]\d{0,19}$/;

/** For ids that appear in no address that people see. */
export const nowhereElse = (): null => null;

/** The address of a profile. */
export interface ProfileAddress {
  /** The parts of the path, decoded and without empty ones. */
  path: readonly string[];
  query: URLSearchParams;
}

/** Reads an address at one of these hosts or below them, with or without "https://". Null if the text is anything else. */
export function profileAddress(text: string, hosts: readonly string[]): ProfileAddress | null {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  if (!hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))) return null;
  return { path: url.pathname.split('/').filter((part) => part !== ''), query: url.searchParams };
}

/** Returns the last part of a URN of one of these kinds, such as 1363540 in urn:li:organization:1363540. */
export function idInUrn(text: string, kinds: readonly string[]): string | null {
  const [, kind, id] = /^urn:li:([A-Za-z_]+):([\w-]+)$/i.exec(text.replaceAll(/%3A/gi, ':')) ?? [];
  return id !== undefined && kinds.some((one) => one.toLowerCase() === kind!.toLowerCase()) ? id : null;
}
