/** English: the language that the others are checked against. */
import { ACCOUNTS } from './accounts.js';
import { ACCOUNT_LIST, ACCOUNT_PAGE } from './accounts-list.js';
import { SURGE_HOLD } from './surge-hold.js';
import { CONNECT } from './connect.js';
import { DASHBOARD } from './dashboard.js';
import { DATA_DELETION } from './data-deletion.js';
import { GAPS } from './gaps.js';
import { IMPORTS } from './imports.js';
import { FORMS, NAV, RIGHTS, YOU } from './frame.js';
import { CONFIGURE, PEOPLE } from './people.js';
import { PREFERENCES } from './preferences.js';
import { PROBLEMS } from './problems.js';
import { REFUSALS } from './refusals.js';
import { SETTINGS } from './settings.js';
import { RECONNECT, RESULT } from './reconnect.js';
import { SIGN_IN } from './sign-in.js';
import { TIMELINE } from './timeline.js';
import { TRANSFERS } from './transfers.js';
import { TROUBLE, WELCOME } from './welcome.js';

export const EN = {
  accountList: ACCOUNT_LIST,
  accountPage: ACCOUNT_PAGE,
  surgeHold: SURGE_HOLD,
  configure: CONFIGURE,
  connect: CONNECT,
  dashboard: DASHBOARD,
  dataDeletion: DATA_DELETION,
  signIn: SIGN_IN,
  forms: FORMS,
  gaps: GAPS,
  imports: IMPORTS,
  nav: NAV,
  people: PEOPLE,
  preferences: PREFERENCES,
  problems: PROBLEMS,
  refusals: REFUSALS,
  result: RESULT,
  rights: RIGHTS,
  settings: SETTINGS,
  reconnect: RECONNECT,
  timeline: TIMELINE,
  transfers: TRANSFERS,
  trouble: TROUBLE,
  welcome: WELCOME,
  you: YOU,
  yourAccounts: ACCOUNTS,
};
