/** English: the language that the others are checked against. */
import { ACCOUNT_LIST, ACCOUNT_PAGE } from './accounts-list.js';
import { SURGE_HOLD } from './surge-hold.js';
import { DASHBOARD } from './dashboard.js';
import { GAPS } from './gaps.js';
import { IMPORTS } from './imports.js';
import { FORMS, NAV, RIGHTS, YOU } from './frame.js';
import { CONFIGURE, PEOPLE } from './people.js';
import { PREFERENCES } from './preferences.js';
import { SETTINGS } from './settings.js';
import { SIGN_IN } from './sign-in.js';
import { TIMELINE } from './timeline.js';
import { TRANSFERS } from './transfers.js';

export const EN = {
  accountList: ACCOUNT_LIST,
  accountPage: ACCOUNT_PAGE,
  surgeHold: SURGE_HOLD,
  configure: CONFIGURE,
  dashboard: DASHBOARD,
  signIn: SIGN_IN,
  forms: FORMS,
  gaps: GAPS,
  imports: IMPORTS,
  nav: NAV,
  people: PEOPLE,
  preferences: PREFERENCES,
  rights: RIGHTS,
  settings: SETTINGS,
  timeline: TIMELINE,
  transfers: TRANSFERS,
  you: YOU,
};
