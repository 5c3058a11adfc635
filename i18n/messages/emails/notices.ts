/** Made by `npm run messages` of i18n/en/emails/notices.json. */
export type Notices = {
  eyebrow: string;
  whatToDo: string;
  addressFailed: {
    subject: {
      account_owner: (values: { name: string; archive: string }) => string;
      administrator: (values: { name: string; archive: string }) => string;
    };
    preview: { waiting: (values: { n: number }) => string; nothingWaits: string };
    headline: (values: { name: string }) => string;
    failures: { bounced: string; complained: string; suppressed: string };
    ownerWaiting: (values: { n: number; name: string }) => string;
    ownerNothingWaits: (values: { name: string }) => string;
    administrator: (values: { name: string }) => string;
    person: string;
    named: { account_owner: (values: { name: string }) => string; administrator: (values: { name: string }) => string };
    address: string;
    steps: { account_owner: readonly string[]; administrator: readonly string[] };
    correct: string;
  };
  surgeHold: {
    subject: (values: { accounts: string; archive: string }) => string;
    headline: (values: { accounts: string }) => string;
    why: (values: { minutes: number; provider: string }) => string;
    until: (values: { when: string }) => string;
    network: string;
    accounts: string;
    of: (values: { n: number; all: number }) => string;
    steps: { check: (values: { provider: string }) => string; send: string; withdraw: string };
    decide: string;
  };
};
