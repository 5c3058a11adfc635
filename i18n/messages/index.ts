/** Made by `npm run messages` of the files in i18n/en/. */
import type { AccountList } from './account-list.js';
import type { AccountPage } from './account-page.js';
import type { Common } from './common.js';
import type { Dashboard } from './dashboard.js';
import type { Durations } from './durations.js';
import type { Gaps } from './gaps.js';
import type { Networks } from './networks.js';
import type { Reasons } from './reasons.js';
import type { Roles } from './roles.js';
import type { SurgeHold } from './surge-hold.js';

export type Messages = {
  accountList: AccountList;
  accountPage: AccountPage;
  common: Common;
  dashboard: Dashboard;
  durations: Durations;
  gaps: Gaps;
  networks: Networks;
  reasons: Reasons;
  roles: Roles;
  surgeHold: SurgeHold;
};
