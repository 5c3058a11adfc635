/** Made by `npm run messages` of i18n/en/help/import.json. */
export type Import = {
  title: string;
  lead: string;
  sections: {
    steps: { heading: string; steps: readonly string[] };
    people: { heading: string; text: readonly string[]; list: readonly string[] };
    accounts: { heading: string; text: readonly string[]; list: readonly string[] };
    emails: { heading: string; list: readonly string[] };
    state: { heading: string; text: readonly string[] };
    limits: { heading: string; text: readonly string[] };
  };
};
