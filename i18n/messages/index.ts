/** Made by `npm run messages` of the files in i18n/en/. */
import type { Common } from './common.js';
import type { Networks } from './networks.js';
import type { Reasons } from './reasons.js';
import type { Refused } from './refused/index.js';
import type { Roles } from './roles.js';

export type Messages = {
  common: Common;
  networks: Networks;
  reasons: Reasons;
  refused: Refused;
  roles: Roles;
};
