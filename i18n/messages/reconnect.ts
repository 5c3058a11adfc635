/** Made by `npm run messages` of i18n/en/reconnect.json. */
export type Reconnect = {
  openingTitle: string;
  opening: string;
  leaveTitle: (values: { provider: string }) => string;
  reconnectHeading: (values: { account: string }) => string;
  connectHeading: (values: { account: string }) => string;
  leadReconnect: (values: { archive: string }) => string;
  leadConnect: (values: { account: string; archive: string }) => string;
  network: string;
  account: string;
  archive: string;
  owner: string;
  startedBy: string;
  startedFrom: string;
  linkOf: (values: { owner: string }) => string;
  go: (values: { provider: string }) => string;
  promise: (values: { provider: string }) => string;
  unexpected: string;
  gone: { title: string; lines: readonly string[] };
  otherBrowser: { title: string; lines: readonly string[] };
  denied: {
    title: string;
    what: (values: { provider: string }) => string;
    how: (values: { provider: string }) => string;
  };
  rejected: { title: (values: { provider: string }) => string; what: string; how: string };
  unavailable: {
    title: (values: { provider: string }) => string;
    what: string;
    how: (values: { provider: string }) => string;
  };
  misconfigured: {
    title: (values: { provider: string }) => string;
    what: string;
    how: (values: { whom: string }) => string;
  };
  back: string;
  again: string;
  differentAccount: string;
  switch: {
    heading: (values: { provider: string }) => string;
    lead: (values: { provider: string; signedInAs: string }) => string;
    signOut: (values: { provider: string }) => string;
    signOutNote: (values: { provider: string }) => string;
    other: (values: { provider: string }) => string;
    same: (values: { signedInAs: string; provider: string }) => string;
  };
  close: string;
};
