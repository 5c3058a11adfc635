/** Made by `npm run messages` of i18n/en/rights.json. */
export type Rights = {
  title: string;
  managers: string;
  administrators: string;
  everyone: string;
  ask: (values: { whom: string }) => string;
  readOnly: string;
};
