/** Made by `npm run messages` of i18n/en/refusals/reconnecting.json. */
export type Reconnecting = {
  owned_by_other_owner: (values: { name: string; network: string }) => string;
  parent_profile_owned_by_other_owner: { reconnect: (values: { name: string }) => string; adding: string };
  wrong_identity: (values: { signedInAs: string; name: string; network: string }) => string;
  not_managed: (values: { signedInAs: string; name: string; network: string }) => string;
  nothing_authorized: (values: { signedInAs: string; account: string }) => string;
  permission_missing: {
    account: (values: { signedInAs: string; missing: string; name: string; network: string }) => string;
    any: (values: { signedInAs: string; missing: string; account: string }) => string;
  };
  page_role_missing: (values: { signedInAs: string; name: string; network: string }) => string;
  no_channel: (values: { signedInAs: string }) => string;
  instagram_not_professional: (values: { signedInAs: string }) => string;
  network_not_configured: {
    page: (values: { provider: string }) => string;
    api: (values: { provider: string }) => string;
  };
  not_permitted: string;
  link_dead: string;
  link_unknown: string;
  no_session: string;
  sign_in_dead: string;
  other_person: string;
};
