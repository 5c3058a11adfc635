/** All workflows of the bundle; a worker registers these names. */
export { disconnect } from './disconnect.js';
export { mailer } from './mailer.js';
export { tokenChecks, tokenRenewals } from './token-checks.js';
export { transfer } from './transfer.js';
