/** Says how many emails about a disconnect were sent, and what happened to them. */
import type { EmailCounts } from '../../../services/accounts/account-list.js';
import type { I18n } from '../../render/i18n.js';

export function emailCounts({ words }: I18n, { waiting, sent, delivered, failed }: EmailCounts): string {
  const { emailCounts: counts } = words.accountList;
  if (waiting + sent + failed === 0) return counts.none;
  return [
    ...(waiting > 0 ? [counts.waiting({ n: waiting })] : []),
    ...(sent + failed > 0 ? [counts.sent({ n: sent })] : []),
    ...(delivered > 0 ? [counts.delivered({ n: delivered })] : []),
    ...(failed > 0 ? [counts.failed({ n: failed })] : []),
  ].join(' · ');
}
