/** Made by `npm run messages` of i18n/en/help/stop-emails.json. */
export type StopEmails = {
  title: string;
  lead: string;
  sections: {
    which: { heading: string; list: readonly string[] };
    pause: { heading: string; text: readonly string[]; list: readonly string[] };
    inactive: { heading: string; text: readonly string[] };
    withdraw: { heading: string; text: readonly string[]; list: readonly string[] };
    automatic: { heading: string; text: readonly string[] };
  };
};
