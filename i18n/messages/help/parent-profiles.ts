/** Made by `npm run messages` of i18n/en/help/parent-profiles.json. */
export type ParentProfiles = {
  title: string;
  lead: string;
  sections: {
    why: { heading: string; text: readonly string[] };
    archived: { heading: string; text: readonly string[] };
    several: { heading: string; list: readonly string[] };
    oneOwner: { heading: string; text: readonly string[] };
    leaving: { heading: string; text: readonly string[] };
    real: { heading: string; text: readonly string[] };
    where: { heading: string; text: readonly string[] };
  };
};
