/** Made by `npm run messages` of i18n/en/emails/expiring.json. */
export type Expiring = {
  subject: (values: { n: number; account: string; day: string; archive: string }) => string;
  preview: (values: { day: string }) => string;
  eyebrow: string;
  headline: (values: { day: string }) => string;
  intro: (values: { n: number; archive: string }) => string;
  detail: (values: { network: string; day: string }) => string;
  renew: string;
  once: string;
};
