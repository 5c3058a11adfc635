/** Several security notices for the same reader in one email. Nothing is left out: what the email doesn't tell, it counts. */
import type { SecurityEvent, SecurityNoticeRequest } from './email-requests.js';
import { LISTED_CHANGES } from './limits.js';

/** A notice, and when what it tells first was changed (ISO 8601). */
export interface DatedNotice {
  notice: SecurityNoticeRequest;
  at: string;
}

/** Adds a notice to one that waits, so that the newest change comes first. */
export function foldNotices(waiting: DatedNotice, added: DatedNotice): SecurityNoticeRequest {
  const { to: _, earlier = [], more = 0, ...newest } = waiting.notice;
  const before = [...dated(added.notice.earlier, added.at), ...dated([newest, ...earlier], waiting.at)];
  const told = before.slice(0, LISTED_CHANGES - 1);
  const untold = more + (added.notice.more ?? 0) + before.length - told.length;
  return { at: added.at, ...added.notice, earlier: told, ...(untold > 0 && { more: untold }) };
}

const dated = (events: readonly SecurityEvent[] = [], at: string) => events.map((one) => ({ at, ...one }));

/** Returns how many changes an email is about. */
export const countChanges = ({ earlier = [], more = 0 }: SecurityNoticeRequest): number => 1 + earlier.length + more;
