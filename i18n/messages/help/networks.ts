/** Made by `npm run messages` of i18n/en/help/networks.json. */
export type Networks = {
  title: string;
  lead: string;
  ask: { signIn: string; ends: string; good: string };
  sections: {
    facebook_page: { signIn: string; ends: string; good: readonly string[] };
    instagram: { signIn: string; ends: string; good: readonly string[] };
    linkedin_page: { signIn: string; ends: string; good: readonly string[] };
    linkedin_profile: { signIn: string; ends: string; good: readonly string[] };
    x: { signIn: string; ends: string; good: readonly string[] };
    youtube: { signIn: string; ends: string; good: readonly string[] };
    threads: { signIn: string; ends: string; good: readonly string[] };
  };
};
