/** Made by `npm run messages` of i18n/en/networks.json. */
export type Networks = {
  facebook_page: { label: string; account: string; counted: (values: { n: number }) => string };
  instagram: { label: string; account: string; counted: (values: { n: number }) => string };
  linkedin_page: { label: string; account: string; counted: (values: { n: number }) => string };
  linkedin_profile: { label: string; account: string; counted: (values: { n: number }) => string };
  x: { label: string; account: string; counted: (values: { n: number }) => string };
  youtube: { label: string; account: string; counted: (values: { n: number }) => string };
  threads: { label: string; account: string; counted: (values: { n: number }) => string };
};
