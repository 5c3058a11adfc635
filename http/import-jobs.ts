/** Reading the lines of an import, in a thread. What a cell can say depends on the languages, so the services are given it. */
import { parseNetwork } from '../i18n/networks.js';
import { parseRoles } from '../i18n/roles.js';
import { job } from '../platform/threads.js';
import { parseAccounts, type AccountSheetOptions } from '../services/accounts/import-accounts.js';
import type { Layout } from '../services/imports/sheet.js';
import { parseUsers } from '../services/people/import-users.js';

export const readUsers = job(import.meta.url, 'readUsers', ({ file, layout }: { file: Uint8Array; layout?: Layout }) =>
  parseUsers(file, parseRoles, layout),
);

export const readAccounts = job(
  import.meta.url,
  'readAccounts',
  ({ file, ...options }: AccountSheetOptions & { file: Uint8Array }) => parseAccounts(file, parseNetwork, options),
);
