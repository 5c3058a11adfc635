/** Made by `npm run messages` of i18n/en/help/dashboard.json. */
export type Dashboard = {
  title: string;
  lead: string;
  sections: {
    look: { heading: string; steps: readonly string[] };
    owner: { heading: string; text: readonly string[] };
    yourself: { heading: string; text: readonly string[] };
    left: { heading: string; text: readonly string[] };
    noEmail: { heading: string; text: readonly string[] };
    many: { heading: string; text: readonly string[] };
    closed: { heading: string; text: readonly string[] };
  };
};
