/** Made by `npm run messages` of i18n/en/help/people.json. */
export type People = {
  title: string;
  lead: string;
  sections: {
    owner: { heading: string; text: readonly string[]; list: readonly string[] };
    administrator: { heading: string; text: readonly string[] };
    email: { heading: string; text: readonly string[] };
    bounced: { heading: string; text: readonly string[] };
    primary: { heading: string; text: readonly string[] };
    remove: { heading: string; text: readonly string[] };
  };
};
