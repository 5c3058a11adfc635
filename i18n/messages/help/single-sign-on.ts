/** Made by `npm run messages` of i18n/en/help/single-sign-on.json. */
export type SingleSignOn = {
  title: string;
  lead: string;
  sections: {
    how: { heading: string; text: readonly string[] };
    setUp: { heading: string; steps: readonly string[] };
    token: { heading: string; text: readonly string[] };
    who: { heading: string; text: readonly string[] };
    change: { heading: string; text: readonly string[] };
    organization: { heading: string; text: readonly string[] };
  };
};
