/** Made by `npm run messages` of i18n/en/actors.json. */
export type Actors = {
  archive: (values: { name: string }) => string;
  link: (values: { name: string }) => string;
  throughKey: (values: { name: string; key: string }) => string;
  relink: string;
  provider: string;
  operator: string;
};
