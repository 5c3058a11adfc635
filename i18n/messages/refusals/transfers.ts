/** Made by `npm run messages` of i18n/en/refusals/transfers.json. */
export type Transfers = {
  nothing: string;
  because: (values: { problem: string }) => string;
  becauseOfMore: (values: { problem: string; more: number }) => string;
  problems: {
    account: { not_found: string; already_theirs: string; transfer_in_progress: string };
    parent_profile: { not_found: string; already_theirs: string; transfer_in_progress: string };
  };
  errors: { not_an_account_owner: string; not_done_in_time: string };
};
