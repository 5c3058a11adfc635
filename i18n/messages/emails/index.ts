/** Made by `npm run messages` of the files in i18n/en/emails. */
import type { Common } from './common.js';
import type { Expiring } from './expiring.js';
import type { Invitation } from './invitation.js';
import type { Letters } from './letters.js';
import type { Link } from './link.js';
import type { Moved } from './moved.js';
import type { Notices } from './notices.js';
import type { Reconnected } from './reconnected.js';
import type { SignIn } from './sign-in.js';
import type { Summary } from './summary.js';

export type Emails = {
  common: Common;
  expiring: Expiring;
  invitation: Invitation;
  letters: Letters;
  link: Link;
  moved: Moved;
  notices: Notices;
  reconnected: Reconnected;
  signIn: SignIn;
  summary: Summary;
};
