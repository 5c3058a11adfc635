/** What two HTTP statuses mean at every network, whatever code comes with them: they are about who calls and how, not about an account. */
import { appRows } from './rules.js';
import type { Row } from './rules.js';

export const STATUSES: readonly Row[] = [
  ...appRows('plan', 'rfc9110', 'http_402'), // Payment Required
  ...appRows('version', 'rfc9110', 'http_426'), // Upgrade Required
];
