/** Made by `npm run messages` of i18n/en/emails/invitation.json. */
export type Invitation = {
  subject: (values: { archive: string }) => string;
  eyebrow: string;
  headline: string;
  opening: {
    named: (values: { sender: string; archive: string }) => string;
    unnamed: (values: { archive: string }) => string;
  };
  preview: { link: (values: { days: number }) => string; singleSignOn: string };
  rights: {
    primary_administrator: string;
    full_access_administrator: string;
    read_only_administrator: string;
    account_owner: string;
  };
  signIn: string;
  once: (values: { days: number }) => string;
  later: (values: { url: string }) => string;
  singleSignOn: string;
  keepIt: string;
};
