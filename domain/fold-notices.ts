/**
 * Several security notices for the same reader in one email. Nothing is left out: what the email doesn't tell, it counts. Whoever makes many
 * changes before and after the one that matters can't hide it: of each kind of change, the newest is always told.
 */
import type { SecurityChange, SecurityEvent, SecurityNoticeRequest } from './email-requests.js';
import { LISTED_CHANGES } from './limits.js';
import { hasManagerRole } from './roles.js';

/** A notice, and when what it tells first was changed (ISO 8601). */
export interface DatedNotice {
  notice: SecurityNoticeRequest;
  at: string;
}

/** Adds a notice to one that waits, so that the newest change comes first. */
export function foldNotices(waiting: DatedNotice, added: DatedNotice, readerId: string): SecurityNoticeRequest {
  const { to: _, earlier = [], more = 0, ...newest } = waiting.notice;
  const before = [...dated(added.notice.earlier, added.at), ...dated([newest, ...earlier], waiting.at)];
  const told = mostTelling(added.notice, before, readerId);
  const untold = more + (added.notice.more ?? 0) + before.length - told.length;
  return { at: added.at, ...added.notice, earlier: told, ...(untold > 0 && { more: untold }) };
}

const dated = (events: readonly SecurityEvent[] = [], at: string) => events.map((one) => ({ at, ...one }));

/** Returns how many changes an email is about. */
export const countChanges = ({ earlier = [], more = 0 }: SecurityNoticeRequest): number => 1 + earlier.length + more;

/**
 * Leaves out what is missed least, one after the other: what was changed again later, and else the oldest change of the kind that has the
 * most. There are fewer kinds than an email lists, so none of them is ever left out whole.
 */
function mostTelling(newest: SecurityEvent, before: readonly SecurityEvent[], readerId: string): SecurityEvent[] {
  const told = [newest, ...before].map((event) => ({
    event,
    kind: kindOf(event, readerId),
    about: JSON.stringify([kindOf(event, readerId), subjectOf(event.security)]),
  }));
  while (told.length > LISTED_CHANGES) {
    const changedAgain = told.findLastIndex(({ about }, i) => told.findIndex((one) => one.about === about) < i);
    const counts = Map.groupBy(told, ({ kind }) => kind);
    const most = Math.max(...[...counts.values()].map((ofKind) => ofKind.length));
    const ofLargest = told.findLastIndex(({ kind }, i) => i > 0 && counts.get(kind)!.length === most);
    told.splice(changedAgain > 0 ? changedAgain : ofLargest, 1);
  }
  return told.slice(1).map(({ event }) => event);
}

/** A change that is about the reader is of a kind of its own, and so is one that makes or unmakes a manager. */
function kindOf({ security, reader }: SecurityEvent, readerId: string): string {
  const isOwn = (id: string) => reader === 'person' || reader === 'former' || id === readerId;
  switch (security.change) {
    case 'address':
      return isOwn(security.userId) ? 'own address' : 'address';
    case 'organization_unlinked':
      return isOwn(security.userId) ? 'own organization' : 'organization';
    case 'roles':
      if (security.people.some(({ userId }) => isOwn(userId))) return 'own roles';
      return security.people.some(({ before, after }) => hasManagerRole(before) !== hasManagerRole(after))
        ? 'managers'
        : 'roles';
    default:
      return security.change;
  }
}

/** Whom or what was changed. The newest change of it tells how it is now. */
function subjectOf(security: SecurityChange): unknown {
  switch (security.change) {
    case 'address':
    case 'organization_unlinked':
      return security.userId;
    case 'roles':
      // Who was just added has no id in a notice about several people.
      return [security.total, security.people.map(({ userId, name }) => [userId, name])];
    case 'api_key_created':
    case 'api_key_revoked':
      return [security.keyName, security.scopes];
    case 'api_keys_passed_on':
      return [security.total, security.keys, security.to.userId];
    default:
      return null;
  }
}
