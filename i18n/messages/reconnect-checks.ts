/** Made by `npm run messages` of i18n/en/reconnect-checks.json. */
export type ReconnectChecks = {
  account_active: {
    in_use: { detail: string };
    marked_inactive: { detail: string; remedy: string };
    not_found: { detail: (values: { provider: string }) => string; remedy: string };
  };
  account_owner: {
    there: { detail: string };
    unreachable: { detail: string; remedy: string };
    missing: { detail: string; remedy: string };
  };
  parent_profile_owner: {
    not_needed: { detail: string };
    none_yet: { detail: string };
    same_owner: { detail: string };
    detached: { detail: string; remedy: string };
    other_owner: { detail: string; remedy: string };
    removed: { detail: (values: { provider: string }) => string; remedy: string };
  };
  transfer: { none: { detail: string }; running: { detail: string; remedy: string } };
};
