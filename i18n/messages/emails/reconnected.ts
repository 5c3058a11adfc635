/** Made by `npm run messages` of i18n/en/emails/reconnected.json. */
export type Reconnected = {
  subject: (values: { n: number; account: string; archive: string }) => string;
  preview: (values: { n: number; since: string; until: string }) => string;
  eyebrow: string;
  headline: (values: { n: number; name: string }) => string;
  thanks: (values: { n: number; archive: string }) => string;
  by: {
    personalized_link: (values: { name: string }) => string;
    owner: (values: { name: string }) => string;
    administrator: (values: { name: string }) => string;
    archive: string;
    renewed: string;
  };
  detail: (values: { network: string; by: string; since: string; until: string; reason: string }) => string;
  seeAccounts: string;
};
