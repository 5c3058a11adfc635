/** What stands in the way of a transfer, and how one ended that moved nothing. */
import type { Sentences } from '../sentences.js';

export const TRANSFER_PROBLEMS: Sentences['transferProblems'] = {
  account: {
    not_found: 'There is no such account in this archive.',
    already_theirs: 'This account is under that Account Owner already. Leave it out.',
    transfer_in_progress: 'Another transfer of this account is under way. Try again when it has ended.',
  },
  parent_profile: {
    not_found: 'There is no such Parent Profile in this archive.',
    already_theirs: 'This Parent Profile is under that Account Owner already. Leave it out.',
    transfer_in_progress: 'Another transfer of this Parent Profile is under way. Try again when it has ended.',
  },
};

export const TRANSFER_ERRORS: Sentences['transferErrors'] = {
  not_an_account_owner: 'The new owner is not an Account Owner of the archive any more. Choose another one.',
  not_done_in_time: 'It could not be done in time, and nothing was moved. Try again.',
};
