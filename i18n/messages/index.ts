/** Made by `npm run messages` of the files in i18n/en/. */
import type { Common } from './common.js';
import type { Connect } from './connect.js';
import type { DataDeletion } from './data-deletion.js';
import type { Help } from './help/index.js';
import type { Networks } from './networks.js';
import type { Problems } from './problems.js';
import type { Reasons } from './reasons.js';
import type { Reconnect } from './reconnect.js';
import type { ReconnectChecks } from './reconnect-checks.js';
import type { ReconnectRefusals } from './reconnect-refusals.js';
import type { Result } from './result.js';
import type { Roles } from './roles.js';
import type { Trouble } from './trouble.js';
import type { Welcome } from './welcome.js';
import type { YourAccounts } from './your-accounts.js';

export type Messages = {
  common: Common;
  connect: Connect;
  dataDeletion: DataDeletion;
  help: Help;
  networks: Networks;
  problems: Problems;
  reasons: Reasons;
  reconnect: Reconnect;
  reconnectChecks: ReconnectChecks;
  reconnectRefusals: ReconnectRefusals;
  result: Result;
  roles: Roles;
  trouble: Trouble;
  welcome: Welcome;
  yourAccounts: YourAccounts;
};
