/** Made by `npm run messages` of i18n/en/nav.json. */
export type Nav = {
  label: string;
  dashboard: string;
  mine: string;
  accounts: string;
  transfers: string;
  gaps: string;
  configure: string;
  help: string;
  you: string;
  signOut: string;
  language: string;
};
