/** Made by `npm run messages` of i18n/en/help/who.json. */
export type Who = {
  title: string;
  lead: string;
  sections: {
    accountOwner: { heading: string; text: readonly string[] };
    profile: { heading: string; text: readonly string[]; list: readonly string[] };
    ownLogin: { heading: string; text: readonly string[]; list: readonly string[] };
    onBehalf: { heading: string; text: readonly string[] };
  };
};
