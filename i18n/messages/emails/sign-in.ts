/** Made by `npm run messages` of i18n/en/emails/sign-in.json. */
export type SignIn = {
  subject: (values: { archive: string }) => string;
  preview: (values: { minutes: number }) => string;
  eyebrow: string;
  headline: (values: { product: string }) => string;
  opening: (values: { archive: string }) => string;
  signIn: string;
  once: (values: { minutes: number }) => string;
  notYou: string;
};
