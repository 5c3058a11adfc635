/** Made by `npm run messages` of the files in i18n/en/. */
import type { Common } from './common.js';
import type { Forms } from './forms.js';
import type { Nav } from './nav.js';
import type { Networks } from './networks.js';
import type { Preferences } from './preferences.js';
import type { Reasons } from './reasons.js';
import type { Rights } from './rights.js';
import type { Roles } from './roles.js';
import type { Settings } from './settings.js';
import type { SignIn } from './sign-in.js';
import type { You } from './you.js';

export type Messages = {
  common: Common;
  forms: Forms;
  nav: Nav;
  networks: Networks;
  preferences: Preferences;
  reasons: Reasons;
  rights: Rights;
  roles: Roles;
  settings: Settings;
  signIn: SignIn;
  you: You;
};
