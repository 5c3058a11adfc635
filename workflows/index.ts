/** All workflows in the bundle. Workers register them under these names. */
export { disconnect } from './disconnect.js';
export { mailer } from './mailer.js';
export { tokenChecks, tokenRenewals } from './token-checks.js';
export { transfer } from './transfer.js';
