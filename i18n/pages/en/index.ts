/** English: the language that the others are checked against. */
import { ACCOUNTS } from './accounts.js';
import { CONNECT } from './connect.js';
import { DATA_DELETION } from './data-deletion.js';
import { IMPORTS } from './imports.js';
import { HELP } from './help.js';
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
  configure: CONFIGURE,
  connect: CONNECT,
  dataDeletion: DATA_DELETION,
  signIn: SIGN_IN,
  forms: FORMS,
  help: HELP,
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
