/** Made by `npm run messages` of the files in i18n/en/. */
import type { Common } from './common.js';
import type { Configure } from './configure.js';
import type { Imports } from './imports.js';
import type { Networks } from './networks.js';
import type { People } from './people.js';
import type { Reasons } from './reasons.js';
import type { Roles } from './roles.js';

export type Messages = {
  common: Common;
  configure: Configure;
  imports: Imports;
  networks: Networks;
  people: People;
  reasons: Reasons;
  roles: Roles;
};
