/** Made by `npm run messages` of i18n/en/reasons.json. */
export type Reasons = {
  token_expired: { label: string; what: string; remedy: (values: { provider: string }) => string };
  token_revoked: {
    label: string;
    what: (values: { provider: string }) => string;
    remedy: (values: { provider: string }) => string;
  };
  password_changed: {
    label: string;
    what: (values: { provider: string }) => string;
    remedy: (values: { provider: string }) => string;
  };
  permission_missing: { label: string; what: string; remedy: (values: { provider: string }) => string };
  checkpoint: {
    label: string;
    what: (values: { provider: string }) => string;
    remedy: (values: { provider: string }) => string;
  };
  account_not_found: {
    label: string;
    what: (values: { provider: string }) => string;
    remedy: (values: { provider: string }) => string;
  };
  parent_profile_removed: { label: string; what: (values: { provider: string }) => string; remedy: string };
  unknown: {
    label: string;
    what: (values: { provider: string }) => string;
    remedy: (values: { provider: string }) => string;
  };
};
