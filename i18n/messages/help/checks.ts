/** Made by `npm run messages` of i18n/en/help/checks.json. */
export type Checks = {
  title: string;
  lead: string;
  sections: {
    four: { heading: string; list: readonly string[]; after: readonly string[] };
    permission: { heading: string; text: readonly string[] };
    nightly: { heading: string; text: readonly string[] };
    none: { heading: string; text: readonly string[] };
  };
};
