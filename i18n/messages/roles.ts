/** Made by `npm run messages` of i18n/en/roles.json. */
export type Roles = {
  account_owner: string;
  primary_administrator: string;
  full_access_administrator: string;
  read_only_administrator: string;
};
