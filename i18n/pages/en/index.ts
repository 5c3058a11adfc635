/** English: the language that the others are checked against. */
import { HELP } from './help.js';

export const EN = {
  help: HELP,
};
