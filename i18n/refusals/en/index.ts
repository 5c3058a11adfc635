/** English: also what the API says. */
import type { Sentences } from '../sentences.js';
import { FIELDS } from './fields.js';
import { REFUSALS } from './refusals.js';
import { TRANSFER_ERRORS, TRANSFER_PROBLEMS } from './transfers.js';

export const EN: Sentences = {
  fields: FIELDS,
  refusals: REFUSALS,
  transferProblems: TRANSFER_PROBLEMS,
  transferErrors: TRANSFER_ERRORS,
};
