/** Reports each key and what it is needed for. */
import type { KeyUse } from '../../services/operations/key-usage.js';
import type { KeyRing } from '../../platform/key-ring.js';
import { table } from '../command.js';

const USES: Record<KeyUse['use'], string> = {
  credential: 'credentials encrypted with it',
  pending_sign_in: 'sign-ins waiting for a transfer, encrypted with it',
  email_under_way: 'emails on their way with a link derived from it',
  personalized_link: 'personalized links derived from it',
  sign_in_link: 'sign-in links derived from it',
  repeatable_answer: 'stored responses to repeated requests, derived from it',
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
      ? `Can be removed from RELINK_KEYS: ${free.join(', ')}. ${AFTER_RESTART}`
      : 'No key can be removed from RELINK_KEYS yet.',
    ...(until.length > 0 ? [`Still needed: ${until.join(', ')}. ${LINKS}`] : []),
  ].join('\n');
}

const UNKNOWN = 'none';

/** For sign-ins in progress and links in weekly summaries, no row in the database names the key. */
const AFTER_RESTART =
  'First wait 10 minutes after the last restart, for sign-ins in progress. Links in older weekly summaries stop working.';
/** Each email with a link extends the link, so as long as an owner gets emails, the key of their link stays in use. */
const LINKS =
  'A personalized link works for 90 days after the last email that contains it. Once a key encrypts nothing, you can replace it with <id>:gone sooner. Its links then stop working; anyone who opens one is offered a new link, and the next email has it.';

function rowsOf(keys: KeyRing, id: string, uses: readonly KeyUse[]): string[][] {
  if (id === keys.currentId) return [[id, '', 'everything new (it’s the first key)', '']];
  if (uses.length === 0) return [[id, '', 'nothing', '']];
  const lacks = keys.has(id) || id === UNKNOWN ? '' : ' (not in RELINK_KEYS)';
  return uses.map(({ use, count, until }) => [
    `${id}${lacks}`,
    String(count),
    USES[use],
    until?.toISOString() ?? (use === 'email_under_way' ? 'they’re sent' : ''),
  ]);
}
