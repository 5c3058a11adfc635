/** "3 accounts and 1 Parent Profile", for sentences about a transfer. */
import type { I18n } from './i18n.js';

export function describeTransferred({ words, list }: I18n, accounts: number, profiles: number): string {
  const { transfers } = words;
  const kinds = [
    ...(accounts > 0 ? [transfers.accounts({ n: accounts })] : []),
    ...(profiles > 0 ? [transfers.profiles({ n: profiles })] : []),
  ];
  return kinds.length > 0 ? list(kinds) : transfers.nothing;
}
