/** Made by `npm run messages` of i18n/en/help/emails.json. */
export type Emails = {
  title: string;
  lead: string;
  sections: {
    series: { heading: string; text: readonly string[]; list: readonly string[] };
    together: { heading: string; text: readonly string[] };
    copies: { heading: string; list: readonly string[] };
    stop: { heading: string; list: readonly string[]; after: readonly string[] };
    others: { heading: string; list: readonly string[] };
    bounced: { heading: string; text: readonly string[] };
  };
  table: {
    columns: { email: string; when: string; to: string; copied: string };
    first: string;
    reminder: (values: { n: number }) => string;
    next: string;
    atOnce: string;
    later: (values: { days: number }) => string;
    owner: string;
    administrators: string;
    noOne: string;
    same: string;
  };
};
