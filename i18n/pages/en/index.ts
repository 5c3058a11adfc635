/** English: the language that the others are checked against. */
import { ACCOUNT_LIST, ACCOUNT_PAGE } from './accounts-list.js';
import { SURGE_HOLD } from './surge-hold.js';
import { DASHBOARD } from './dashboard.js';
import { GAPS } from './gaps.js';
import { IMPORTS } from './imports.js';
import { HELP } from './help.js';
import { CONFIGURE, PEOPLE } from './people.js';
import { TIMELINE } from './timeline.js';
import { TRANSFERS } from './transfers.js';

export const EN = {
  accountList: ACCOUNT_LIST,
  accountPage: ACCOUNT_PAGE,
  surgeHold: SURGE_HOLD,
  configure: CONFIGURE,
  dashboard: DASHBOARD,
  gaps: GAPS,
  help: HELP,
  imports: IMPORTS,
  people: PEOPLE,
  timeline: TIMELINE,
  transfers: TRANSFERS,
};
