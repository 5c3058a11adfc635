/** Made by `npm run messages` of i18n/en/your-accounts.json. */
export type YourAccounts = {
  title: string;
  heading: string;
  archivedBy: (values: { archive: string }) => string;
  needReconnecting: (values: { n: number }) => string;
  loss: string;
  linked: string;
  since: string;
  days: (values: { n: number }) => string;
  reason: string;
  remedy: string;
  parentProfile: (values: { name: string }) => string;
  more: (values: { n: number }) => string;
  reconnect: string;
  reconnectNamed: (values: { name: string }) => string;
  reconnectAll: (values: { n: number }) => string;
  reconnectAllAt: (values: { n: number; provider: string }) => string;
  oneSignIn: (values: { n: number; provider: string }) => string;
  connected: string;
  inactive: string;
  inactiveNote: string;
  detached: {
    title: (values: { n: number }) => string;
    note: (values: { n: number }) => string;
    button: string;
    buttonNamed: (values: { name: string }) => string;
  };
  ending: {
    title: (values: { n: number }) => string;
    note: (values: { n: number }) => string;
    button: string;
    buttonNamed: (values: { name: string }) => string;
  };
  unauthorized: {
    title: (values: { n: number }) => string;
    note: (values: { n: number }) => string;
    button: string;
    buttonNamed: (values: { name: string }) => string;
  };
  expiresOn: (values: { day: string }) => string;
  allWell: string;
  allWellNote: string;
  empty: string;
  emptyNote: string;
  connectNew: string;
  connectNewNote: string;
  viaProfile: string;
  viaAccount: string;
  notSetUp: string;
  reconnectedBar: (values: { n: number; names: string }) => string;
  addedBar: (values: { n: number; names: string }) => string;
  waiting: string;
  problem: string;
  ended: string;
  endedNote: string;
  how: { title: string; steps: readonly string[]; profile: string };
  about: {
    title: string;
    openedWith: (values: { name: string }) => string;
    signedIn: (values: { name: string }) => string;
    lines: readonly string[];
  };
  ask: { title: string; primary: string; nobody: string };
  inApp: { title: string; line: string; copy: string; copied: string };
};
