/** Made by `npm run messages` of i18n/en/help/surge-holds.json. */
export type SurgeHolds = {
  title: string;
  lead: string;
  sections: {
    why: { heading: string; text: readonly string[] };
    settings: { heading: string; text: readonly string[] };
    happens: { heading: string; list: readonly string[] };
    decide: { heading: string; list: readonly string[] };
    who: { heading: string; text: readonly string[] };
  };
};
