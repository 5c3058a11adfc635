/** Made by `npm run messages` of i18n/en/dashboard.json. */
export type Dashboard = {
  title: string;
  lead: string;
  notice: {
    title: (values: { n: number }) => string;
    bar: (values: { n: number }) => string;
    lead: string;
    none: string;
    noneLead: string;
    noneUnchecked: string;
    notAuthorized: { title: (values: { n: number }) => string; lead: (values: { n: number }) => string; see: string };
    noAccounts: string;
    noAccountsLead: string;
    noAccountsStart: string;
    accounts: (values: { n: number; day: string; days: number }) => string;
    unreachable: string;
    reconnect: string;
    reconnectOf: (values: { owner: string }) => string;
    view: string;
    viewOf: (values: { owner: string }) => string;
    timelineOf: (values: { account: string }) => string;
    paused: string;
    more: (values: { n: number }) => string;
    moreOwners: (values: { n: number }) => string;
    allDisconnected: string;
  };
  history: {
    title: string;
    choose: string;
    all: string;
    chart: (values: { from: string; to: string; n: number; day: string }) => string;
    chartCalm: (values: { from: string; to: string }) => string;
    connected: string;
    disconnected: string;
    table: string;
    network: string;
    reconnected: string;
    median: string;
    longest: string;
    noData: string;
    empty: string;
  };
};
