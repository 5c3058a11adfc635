/** Made by `npm run messages` of i18n/en/timeline.json. */
export type Timeline = {
  title: (values: { account: string }) => string;
  back: (values: { account: string }) => string;
  facts: string;
  state: string;
  states: { open: string; reconnected: string; inactive: string; deleted: string; withdrawn: string };
  nextEmail: string;
  noOwner: string;
  paused: string;
  pausedWhy: (values: { day: string; reason: string }) => string;
  reconnect: string;
  gap: string;
  gapClosed: (values: { from: string; to: string; duration: string }) => string;
  gapOpen: (values: { from: string; duration: string }) => string;
  gapEnded: string;
  gapNone: string;
  fromCaptured: string;
  fromNoticed: string;
  picture: {
    withGap: (values: { from: string; to: string; duration: string }) => string;
    withoutGap: (values: { from: string; to: string }) => string;
    marks: (values: { marks: string }) => string;
    noMarks: string;
    now: string;
  };
  bands: { captured: string; gap: string; paused: string };
  marks: {
    email: (values: { n: number }) => string;
    failed: (values: { n: number }) => string;
    person: (values: { n: number }) => string;
    refused: (values: { n: number }) => string;
    other: (values: { n: number }) => string;
  };
  events: string;
  because: (values: { why: string }) => string;
  unknown: { by: (values: { actor: string }) => string; automatic: string };
  delivery: {
    email_delivered: string;
    email_delayed: string;
    email_bounced: string;
    email_complained: string;
    email_suppressed: string;
    email_failed: string;
  };
  moreEvents: (values: { n: number }) => string;
  empty: string;
  email: {
    first: string;
    firstOfSeries: (values: { series: number }) => string;
    reminder: (values: { step: number; last: number }) => string;
    reminderOfSeries: (values: { step: number; last: number; series: number }) => string;
    disconnected_again: string;
    reconnected: string;
    transferred: string;
    unknown: string;
  };
  refusals: {
    account_gone: string;
    account_inactive: string;
    transfer_in_progress: string;
    owned_by_other_owner: string;
    parent_profile_owned_by_other_owner: string;
    wrong_identity: string;
    not_managed: (values: { provider: string }) => string;
    nothing_authorized: (values: { provider: string }) => string;
    link_dead: string;
    not_permitted: string;
    denied: (values: { provider: string }) => string;
    rejected: (values: { provider: string }) => string;
    unavailable: (values: { provider: string }) => string;
    misconfigured: (values: { provider: string }) => string;
    other: string;
  };
  withdraw: { title: string; lead: string; reason: string; button: string };
  done: { paused: string; resumed: string; withdrawn: string };
  csv: {
    download: string;
    local: string;
    utc: string;
    account: string;
    network: string;
    what: string;
    who: string;
    gapFromCaptured: string;
    gapFromNoticed: string;
    gapEnd: string;
  };
};
