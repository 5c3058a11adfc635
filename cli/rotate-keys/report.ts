/** Each key, and what it is needed for. */
import type { KeyUse } from '../../services/operations/key-usage.js';
import type { KeyRing } from '../../platform/key-ring.js';
import { table } from '../command.js';

const USES: Record<KeyUse['use'], string> = {
  credential: 'credentials are sealed with it',
  pending_sign_in: 'sign-ins that wait for a transfer are sealed with it',
  email_under_way: 'emails under way carry a link of it',
  personalized_link: 'Personalized Links are derived from it',
  sign_in_link: 'sign-in links are derived from it',
  repeatable_answer: 'answers to requests that may be repeated are derived from it',
};

export function keyReport(keys: KeyRing, uses: readonly KeyUse[]): string {
  const ids = [...keys.ids, ...new Set(uses.map(({ keyId }) => keyId ?? UNKNOWN))].filter(
    (id, i, all) => all.indexOf(id) === i,
  );
  const rows = ids.flatMap((id) =>
    rowsOf(
      keys,
      id,
      uses.filter(({ keyId }) => (keyId ?? UNKNOWN) === id),
    ),
  );
  const free = keys.ids.filter((id) => id !== keys.currentId && !uses.some(({ keyId }) => keyId === id));
  const until = keys.ids.filter((id) => id !== keys.currentId && !free.includes(id));
  return [
    table(['key', 'number', 'needed for', 'until'], rows),
    '',
    free.length > 0
      ? `May be taken out of RELINK_KEYS: ${free.join(', ')}. ${AFTER_RESTART}`
      : 'No key may be taken out of RELINK_KEYS now.',
    ...(until.length > 0 ? [`Stays for now: ${until.join(', ')}. ${LINKS}`] : []),
  ].join('\n');
}

const UNKNOWN = 'none';

/** Neither has a row that names its key. */
const AFTER_RESTART =
  'Wait ten minutes after the last restart, for sign-ins that were under way; and links in weekly summaries from before it stop working then.';
/** An email that carries a link prolongs it, so that an owner who is written to keeps the key of their link in use. */
const LINKS =
  'A Personalized Link lives for 90 days after the last email that carried it. Once a key seals nothing, it may be taken out earlier, with <id>:gone in its place: its links are dead then, whoever clicks one is offered a new one, and the next email carries that.';

function rowsOf(keys: KeyRing, id: string, uses: readonly KeyUse[]): string[][] {
  if (id === keys.currentId) return [[id, '', 'the first: everything new is sealed and derived with it', '']];
  if (uses.length === 0) return [[id, '', 'nothing', '']];
  const lacks = keys.has(id) || id === UNKNOWN ? '' : ' (RELINK_KEYS lacks it)';
  return uses.map(({ use, count, until }) => [
    `${id}${lacks}`,
    String(count),
    USES[use],
    until?.toISOString() ?? (use === 'email_under_way' ? 'they are sent' : ''),
  ]);
}
