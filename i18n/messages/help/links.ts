/** Made by `npm run messages` of i18n/en/help/links.json. */
export type Links = {
  title: string;
  lead: string;
  sections: {
    can: { heading: string; list: readonly string[] };
    cannot: { heading: string; list: readonly string[] };
    password: { heading: string; text: readonly string[] };
    where: { heading: string; list: readonly string[] };
    howLong: { heading: string; text: readonly string[] };
    visit: { heading: string; text: readonly string[] };
    renew: { heading: string; text: readonly string[] };
    dead: { heading: string; text: readonly string[] };
  };
};
