/** Made by `npm run messages` of i18n/en/welcome.json. */
export type Welcome = {
  heading: string;
  lead: string;
  owners: { title: string; text: string };
  administrators: { title: string; text: string };
  software: { title: string; text: string };
  signIn: string;
  signInNote: string;
  docs: string;
  noLink: string;
};
