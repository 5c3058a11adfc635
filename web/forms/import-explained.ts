/** What each column of an import holds, for the page and for the templates. */
import { NETWORK_NAMES } from '../../domain/networks.js';
import { ROLES } from '../../domain/roles.js';
import { formatMessage } from '../../i18n/format-message.js';
import { formatChoice } from '../../i18n/lists.js';
import { ACCOUNT_COLUMNS } from '../../services/accounts/import-accounts.js';
import { USER_COLUMNS } from '../../services/people/import-users.js';
import type { I18n } from '../render/i18n.js';
import type { Kind } from './import-sheet.js';

type Explained = readonly (readonly [column: string, meaning: string])[];

export const explainColumns = (kind: Kind, i18n: I18n): Explained => EXPLAINED[kind](i18n);

/** What each column holds. The names of networks and roles can be in any language. */
const EXPLAINED: Record<Kind, (i18n: I18n) => Explained> = {
  users({ words: { imports, roles }, locale }) {
    const values = {
      roles: formatChoice(
        ROLES.map((role) => roles[role]),
        locale,
      ),
    };
    return USER_COLUMNS.required.map((column) => [column, formatMessage(imports.explained.users[column], values)]);
  },
  accounts({ words, locale }) {
    const { imports } = words;
    const values = {
      networks: formatChoice(
        NETWORK_NAMES.map((network) => words.networks[network].label),
        locale,
      ),
    };
    return [...ACCOUNT_COLUMNS.required, ...ACCOUNT_COLUMNS.optional].map((column) => [
      column,
      formatMessage(imports.explained.accounts[column], values),
    ]);
  },
};
