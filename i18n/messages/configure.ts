/** Made by `npm run messages` of i18n/en/configure.json. */
export type Configure = {
  label: string;
  places: {
    owners: string;
    administrators: string;
    import: string;
    series: string;
    emails: string;
    keys: string;
    'sign-in': string;
  };
};
