/** Made by `npm run messages` of i18n/en/help/timeline.json. */
export type Timeline = {
  title: string;
  lead: string;
  sections: {
    where: { heading: string; text: readonly string[] };
    shows: { heading: string; list: readonly string[] };
    trust: { heading: string; text: readonly string[] };
    who: { heading: string; text: readonly string[] };
    file: { heading: string; text: readonly string[] };
  };
};
