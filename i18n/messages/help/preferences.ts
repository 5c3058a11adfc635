/** Made by `npm run messages` of i18n/en/help/preferences.json. */
export type Preferences = {
  title: string;
  lead: string;
  sections: {
    signIn: { heading: string; text: readonly string[] };
    sessions: { heading: string; text: readonly string[] };
    notifications: { heading: string; list: readonly string[] };
    owner: { heading: string; text: readonly string[] };
    language: { heading: string; text: readonly string[] };
  };
};
