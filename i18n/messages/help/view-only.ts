/** Made by `npm run messages` of i18n/en/help/view-only.json. */
export type ViewOnly = {
  title: string;
  lead: string;
  sections: {
    see: { heading: string; list: readonly string[] };
    cannot: { heading: string; text: readonly string[] };
    files: { heading: string; text: readonly string[] };
    emails: { heading: string; text: readonly string[] };
  };
};
