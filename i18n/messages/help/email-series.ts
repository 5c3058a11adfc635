/** Made by `npm run messages` of i18n/en/help/email-series.json. */
export type EmailSeries = {
  title: string;
  lead: string;
  sections: {
    usual: { heading: string; text: readonly string[] };
    change: { heading: string; text: readonly string[] };
    rules: { heading: string; list: readonly string[] };
    running: { heading: string; text: readonly string[] };
    look: { heading: string; text: readonly string[] };
  };
};
