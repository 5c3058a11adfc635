/** Made by `npm run messages` of the files in i18n/en/. */
import type { Common } from './common.js';
import type { Emails } from './emails/index.js';
import type { Networks } from './networks.js';
import type { Reasons } from './reasons.js';
import type { Roles } from './roles.js';

export type Messages = {
  common: Common;
  emails: Emails;
  networks: Networks;
  reasons: Reasons;
  roles: Roles;
};
