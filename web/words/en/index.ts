/** English: the language that the others are checked against. */
import { ACCOUNTS } from './accounts.js';
import { COMMON } from './common.js';
import { CONNECT } from './connect.js';
import { REFUSALS } from './refusals.js';
import { RESULT, SIGN_IN } from './sign-in.js';
import { TROUBLE, WELCOME } from './welcome.js';

export const EN = {
  common: COMMON,
  connect: CONNECT,
  refusals: REFUSALS,
  result: RESULT,
  signIn: SIGN_IN,
  trouble: TROUBLE,
  welcome: WELCOME,
  yourAccounts: ACCOUNTS,
};
