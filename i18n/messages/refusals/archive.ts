/** Made by `npm run messages` of i18n/en/refusals/archive.json. */
export type Archive = {
  email_taken: string;
  owner_has_accounts: {
    accounts: (values: { accountCount: number }) => string;
    parentProfiles: (values: { parentProfileCount: number }) => string;
    both: (values: { accountCount: number; parentProfileCount: number }) => string;
  };
  primary_administrator_required: { other_role: string; removal: string };
  not_an_account_owner: string;
  may_not_sign_in: { page: string; api: string };
  address_undeliverable: { page: string; api: (values: { emailState: string }) => string };
  series_settings: { nothing: string; because: (values: { problem: string }) => string };
  api_key_shown_once: (values: { apiKeyId: string }) => string;
  import_invalid: {
    nothing: string;
    line: (values: { line: number; problem: string }) => string;
    lineAndMore: (values: { line: number; problem: string; more: number }) => string;
    lineAndAtLeast: (values: { line: number; problem: string; more: number }) => string;
  };
  already_in_archive: { here: string; elsewhere: string };
  account_connected: { page: string; api: string };
  account_inactive: {
    page: string;
    capture: string;
    report: string;
    reconnected: string;
    reconnect: (values: { name: string; network: string }) => string;
  };
  disconnected: string;
  no_credential: string;
  parent_profile_already_in_archive: { here: string; elsewhere: string };
  parent_profile_not_used: (values: { account: string }) => string;
  parent_profile_of_other_network: (values: { account: string; needed: string; given: string }) => string;
  transfer_in_progress: {
    account: string;
    parent_profile: string;
    receiver: string;
    named: (values: { name: string }) => string;
  };
  transfer_too_large: (values: { count: number; max: number }) => string;
  disconnect_closed: { page: string; closed: string; closedAs: (values: { closedAs: string }) => string };
  not_a_disconnect: { just_connected: string; transient: string; not_a_disconnect: string; application: string };
  surge_hold_ended: string;
};
