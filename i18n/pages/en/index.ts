/** English: the language that the others are checked against. */
import { HELP } from './help.js';
import { FORMS, NAV, RIGHTS, YOU } from './frame.js';
import { PREFERENCES } from './preferences.js';
import { SETTINGS } from './settings.js';
import { SIGN_IN } from './sign-in.js';
import { TIMELINE } from './timeline.js';
import { TRANSFERS } from './transfers.js';

export const EN = {
  signIn: SIGN_IN,
  forms: FORMS,
  help: HELP,
  nav: NAV,
  preferences: PREFERENCES,
  rights: RIGHTS,
  settings: SETTINGS,
  timeline: TIMELINE,
  transfers: TRANSFERS,
  you: YOU,
};
