/** Made by `npm run messages` of i18n/en/people.json. */
export type People = {
  list: { search: string; showAll: string };
  owners: {
    title: string;
    lead: string;
    add: string;
    total: (values: { n: number }) => string;
    matching: (values: { n: number }) => string;
    none: string;
    noneNote: string;
    nothingFound: string;
    columns: { name: string; accounts: string; access: string; link: string };
    seeAccounts: (values: { n: number; name: string }) => string;
    disconnected: (values: { n: number }) => string;
  };
  access: { connect_only: { label: string; hint: string }; invite: { label: string; hint: string } };
  delivery: {
    states: {
      bounced: { label: string; note: string };
      complained: { label: string; note: string };
      suppressed: { label: string; note: string };
    };
    remedy: string;
    retry: string;
    retryBy: (values: { day: string }) => string;
    retriedBefore: (values: { day: string }) => string;
    trying: { title: string; note: (values: { email: string; day: string }) => string };
    works: { title: string; note: (values: { email: string; day: string }) => string };
    doubt: { title: string; note: (values: { name: string; addresses: string }) => string; next: string };
  };
  connect: {
    open: string;
    openFor: (values: { name: string }) => string;
    what: string;
    until: (values: { day: string }) => string;
    expired: (values: { day: string }) => string;
    never: string;
    send: string;
    sendTo: (values: { name: string }) => string;
    copy: string;
    copyFor: (values: { name: string }) => string;
    cannotSend: string;
    renew: string;
    renewFor: (values: { name: string }) => string;
    copied: (values: { name: string; day: string }) => string;
  };
  copiedPage: {
    title: (values: { name: string }) => string;
    field: string;
    how: string;
    careful: (values: { name: string; day: string }) => string;
    back: string;
  };
  renewPage: { title: (values: { name: string }) => string; lines: readonly string[]; send: string; show: string };
  administrators: {
    title: string;
    lead: string;
    add: string;
    columns: { name: string; role: string; immediate: string; weekly: string };
    gets: { always: string; yes: string; no: string; notReadOnly: string };
    alsoOwner: string;
    nothingFound: string;
    rights: string;
    rightsOf: { primary_administrator: string; full_access_administrator: string; read_only_administrator: string };
  };
  add: { ownerTitle: string; administratorTitle: string; linkRightAway: string; save: string };
  person: {
    owns: (values: { n: number }) => string;
    ownsNone: string;
    details: string;
    name: string;
    email: string;
    newAddress: string;
    roles: string;
    ownerHint: string;
    ownerStays: string;
    administrator: string;
    none: string;
    primaryHint: (values: { current: string }) => string;
    isPrimary: string;
    access: string;
    signsIn: (values: { url: string; email: string }) => string;
    inviteAgain: string;
    subscriptions: string;
    immediate: string;
    immediateHint: string;
    weekly: string;
    weeklyHint: string;
    self: string;
    remove: string;
  };
  handOver: {
    title: (values: { name: string }) => string;
    alone: (values: { name: string }) => string;
    instead: (values: { name: string; current: string }) => string;
    afterward: (values: { name: string }) => string;
    confirm: string;
  };
  removal: {
    title: (values: { name: string }) => string;
    consequence: (values: { name: string }) => string;
    ofOwner: string;
    self: string;
    confirm: string;
    refusedTitle: (values: { name: string }) => string;
    primary: (values: { name: string }) => string;
    wayOut: string;
    see: string;
  };
  done: {
    added_owner: (values: { name: string; email: string }) => string;
    added: (values: { name: string }) => string;
    saved: string;
    moved: (values: { email: string }) => string;
    owner: (values: { email: string }) => string;
    invited: (values: { email: string }) => string;
    invited_again: (values: { email: string }) => string;
    handed_over: (values: { name: string }) => string;
    link_sent: (values: { name: string; email: string }) => string;
    renewed: (values: { name: string; email: string }) => string;
    retried: (values: { email: string }) => string;
    retried_owner: (values: { email: string }) => string;
    removed: string;
  };
};
