/** English: the language that the others are checked against. */
import { HELP } from './help.js';
import { TIMELINE } from './timeline.js';
import { TRANSFERS } from './transfers.js';

export const EN = {
  help: HELP,
  timeline: TIMELINE,
  transfers: TRANSFERS,
};
