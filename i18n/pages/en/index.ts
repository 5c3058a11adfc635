/** English: the language that the others are checked against. */
import { IMPORTS } from './imports.js';
import { HELP } from './help.js';
import { FORMS, NAV, RIGHTS, YOU } from './frame.js';
import { CONFIGURE, PEOPLE } from './people.js';
import { PREFERENCES } from './preferences.js';
import { SETTINGS } from './settings.js';
import { SIGN_IN } from './sign-in.js';
import { TIMELINE } from './timeline.js';
import { TRANSFERS } from './transfers.js';

export const EN = {
  configure: CONFIGURE,
  signIn: SIGN_IN,
  forms: FORMS,
  help: HELP,
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
