/** Made by `npm run messages` of i18n/en/help/transfer.json. */
export type Transfer = {
  title: string;
  lead: string;
  sections: {
    when: { heading: string; list: readonly string[] };
    who: { heading: string; text: readonly string[] };
    how: { heading: string; steps: readonly string[]; after: readonly string[] };
    profiles: { heading: string; list: readonly string[] };
    emails: { heading: string; text: readonly string[] };
    afterward: { heading: string; list: readonly string[] };
  };
};
