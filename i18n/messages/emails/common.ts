/** Made by `npm run messages` of i18n/en/emails/common.json. */
export type Common = {
  greeting: (values: { name: string }) => string;
  greetingAdministrators: string;
  account: (values: { name: string; kind: string }) => string;
  disconnected: (values: { n: number; name: string }) => string;
  more: (values: { n: number }) => string;
  copied: { button: (values: { owner: string }) => string; link: (values: { owner: string }) => string };
  onDashboard: (values: { owner: string }) => string;
  accountsOf: (values: { owner: string }) => string;
  openDashboard: string;
  openPage: string;
  questions: (values: { contact: string }) => string;
  whyAdministrator: (values: { archive: string }) => string;
};
