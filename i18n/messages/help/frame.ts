/** Made by `npm run messages` of i18n/en/help/frame.json. */
export type Frame = {
  title: string;
  lead: string;
  groups: {
    owners: { title: string; lead: string };
    administrators: { title: string; lead: string };
    auditors: { title: string; lead: string };
    staff: { title: string; lead: string };
  };
  all: string;
  onThisPage: string;
  seeAlso: string;
  ask: { title: string; whom: (values: { whom: string }) => string; unknown: string };
  backToAccounts: string;
  why: string;
};
