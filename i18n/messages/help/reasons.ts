/** Made by `npm run messages` of i18n/en/help/reasons.json. */
export type Reasons = {
  title: string;
  lead: string;
  ask: { what: string; notice: string; fix: string; prevent: string };
  sections: {
    token_expired: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    token_revoked: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    password_changed: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    permission_missing: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    checkpoint: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    account_not_found: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    parent_profile_removed: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
    unknown: { heading: string; what: string; notice: string; fix: readonly string[]; prevent: string };
  };
};
