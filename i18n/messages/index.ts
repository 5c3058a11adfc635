/** Made by `npm run messages` of the files in i18n/en/. */
import type { Common } from './common.js';
import type { Help } from './help/index.js';
import type { Networks } from './networks.js';
import type { Reasons } from './reasons.js';
import type { Roles } from './roles.js';

export type Messages = {
  common: Common;
  help: Help;
  networks: Networks;
  reasons: Reasons;
  roles: Roles;
};
