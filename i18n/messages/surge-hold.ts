/** Made by `npm run messages` of i18n/en/surge-hold.json. */
export type SurgeHold = {
  title: string;
  heading: (values: { counted: string }) => string;
  headingCode: (values: { counted: string }) => string;
  holdingCode: (values: { provider: string; code: string; until: string }) => string;
  holding: (values: { provider: string; until: string }) => string;
  notice: {
    title: (values: { counted: string }) => string;
    lead: (values: { until: string }) => string;
    leadCode: (values: { provider: string; until: string }) => string;
    decide: string;
    view: string;
  };
  ended: {
    released: (values: { by: string; at: string }) => string;
    withdrawn: (values: { by: string; at: string }) => string;
    expired: (values: { at: string }) => string;
  };
  facts: {
    title: string;
    began: string;
    inUse: string;
    open: string;
    owners: string;
    reasons: string;
    reason: (values: { reason: string; n: number }) => string;
    reasonWithCode: (values: { reason: string; code: string; n: number }) => string;
    which: string;
    more: (values: { n: number }) => string;
  };
  release: { title: string; lead: string; button: string };
  withdraw: { title: string; lead: string; reason: string; button: string };
  done: { released: string; withdrawn: string };
  settings: {
    title: string;
    lead: string;
    enabled: string;
    off: string;
    limits: string;
    share: string;
    count: string;
    save: string;
    saved: string;
    badShare: string;
    badCount: string;
  };
};
