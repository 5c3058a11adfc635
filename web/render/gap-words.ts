/** Words about the lines of the gap report, for its page and its file. */
import { actorWords } from '../../i18n/actors.js';
import type { Gap } from '../../services/disconnects/capture-gaps.js';
import type { I18n } from './i18n.js';
import { shownAddress } from '../../i18n/shown-address.js';

/** "Ann Lee (ann@springfield.example)", or the address alone when no one is known to have had it. */
export const recipient = ({ email, name }: { email: string; name: string | null }): string =>
  name === null ? shownAddress(email) : `${name} (${shownAddress(email)})`;

/** How the line ended, or that it goes on. */
export function gapEnd({ words }: I18n, { kind, end }: Pick<Gap, 'kind' | 'end'>): string {
  const { closed, stillOpen } = words.gaps;
  return end === null ? stillOpen[kind] : closed[end];
}

/** Why nothing is known about the account: no one has authorized it yet, or its permission was deleted. */
export const unauthorizedWords = ({ words, locale }: I18n, { begunBy }: Pick<Gap, 'begunBy'>): string =>
  begunBy ? words.gaps.permissionDeleted({ person: actorWords(locale, begunBy) }) : words.gaps.unauthorized;
