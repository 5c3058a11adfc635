import type { EN } from '../en/index.js';
import { common } from './common.js';
import { expiring } from './expiring.js';
import { invitation } from './invitation.js';
import { letters } from './letters.js';
import { link } from './link.js';
import { moved } from './moved.js';
import { notices } from './notices.js';
import { reconnected } from './reconnected.js';
import { signIn } from './sign-in.js';
import { summary } from './summary.js';

export const ES: typeof EN = {
  common,
  expiring,
  invitation,
  letters,
  link,
  moved,
  notices,
  reconnected,
  signIn,
  summary,
};
