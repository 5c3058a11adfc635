/** Made by `npm run messages` of i18n/en/emails/summary.json. */
export type Summary = {
  eyebrow: string;
  subject: (values: { n: number; archive: string }) => string;
  preview: (values: { reconnected: number; from: string; to: string }) => string;
  headline: (values: { n: number }) => string;
  intro: (values: { archive: string; from: string; to: string }) => string;
  disconnected: {
    title: string;
    detail: (values: { network: string; owner: string; since: string }) => string;
    more: (values: { n: number }) => string;
  };
  reconnected: {
    title: string;
    detail: (values: { network: string; owner: string; since: string; until: string }) => string;
    more: (values: { n: number }) => string;
  };
  paused: {
    title: string;
    detail: (values: { network: string; owner: string; until: string }) => string;
    detailWhy: (values: { network: string; owner: string; until: string; why: string }) => string;
    more: (values: { n: number }) => string;
  };
  unreachable: {
    title: string;
    failures: { bounced: string; complained: string; suppressed: string };
    detail: (values: { email: string; failure: string }) => string;
    detailWaiting: (values: { n: number; email: string; failure: string }) => string;
    more: (values: { n: number }) => string;
  };
  noOwner: string;
  whySent: (values: { archive: string }) => string;
  preferences: string;
};
