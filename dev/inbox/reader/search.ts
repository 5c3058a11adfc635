/** Decides which emails the list shows. */
import type { MailHead } from '../mail.js';
import type { Mailbox } from '../mailbox.js';

const PAGE_SIZE = 100;

export interface Query {
  /** Part of a recipient's address; empty for all. */
  to: string;
  show: number;
  /** The id of the open email. */
  open?: string;
}

export interface Found {
  mails: MailHead[];
  total: number;
}

export function readQuery(given: Record<string, unknown>): Query {
  const show = Number(given.show);
  return {
    to: typeof given.to === 'string' ? given.to.trim() : '',
    show: Number.isInteger(show) && show > PAGE_SIZE ? show : PAGE_SIZE,
    ...(typeof given.open === 'string' && { open: given.open }),
  };
}

/** Finds emails by anyone who received them, including people who were copied. (Programs search only by the address in `to`.) */
export function search(mailbox: Mailbox, { to, show }: Query): Found {
  const wanted = to.toLowerCase();
  const all = mailbox.heads();
  const found = wanted
    ? all.filter((mail) => [...mail.to, ...mail.cc].some((address) => address.toLowerCase().includes(wanted)))
    : all;
  return { mails: found.slice(0, show), total: found.length };
}

/** Builds the address of the same list with extra parameters. */
export function address(path: string, { to, show }: Query, more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({
    ...(to && { to }),
    ...(show > PAGE_SIZE && { show: String(show) }),
    ...more,
  });
  return parameters.size > 0 ? `${path}?${parameters.toString()}` : path;
}

export function moreOf(query: Query): Query {
  return { ...query, show: query.show + PAGE_SIZE };
}
