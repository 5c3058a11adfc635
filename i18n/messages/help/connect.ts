/** Made by `npm run messages` of i18n/en/help/connect.json. */
export type Connect = {
  title: string;
  lead: string;
  sections: {
    steps: { heading: string; steps: readonly string[] };
    added: { heading: string; text: readonly string[] };
    already: { heading: string; text: readonly string[] };
    missing: { heading: string; list: readonly string[] };
    notSetUp: { heading: string; text: readonly string[] };
  };
};
