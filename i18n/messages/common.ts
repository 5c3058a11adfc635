/** Made by `npm run messages` of i18n/en/common.json. */
export type Common = {
  languageName: string;
  skip: string;
  more: (values: { n: number }) => string;
  moment: (values: { day: string; time: string; zone: string }) => string;
  time: (values: { period: 'am' | 'other'; clock: string }) => string;
  contact: (values: { name: string; email: string }) => string;
  anAdministrator: string;
};
