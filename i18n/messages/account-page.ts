/** Made by `npm run messages` of i18n/en/account-page.json. */
export type AccountPage = {
  back: (values: { owner: string }) => string;
  facts: string;
  network: string;
  status: string;
  whyInactive: string;
  sinceDays: (values: { moment: string; days: number }) => string;
  remedy: string;
  timeline: string;
  permission: {
    title: string;
    given: (values: { day: string }) => string;
    expires: (values: { day: string }) => string;
    none: string;
    lastCheck: string;
    checking: (values: { provider: string }) => string;
    check: string;
    found: {
      healthy: string;
      transient: (values: { provider: string }) => string;
      not_a_disconnect: (values: { provider: string }) => string;
      unknown: (values: { provider: string }) => string;
    };
  };
  authorize: {
    title: string;
    lead: string;
    who: (values: { owner: string }) => string;
    send: (values: { owner: string }) => string;
  };
  checks: {
    title: string;
    lead: string;
    ok: string;
    notOk: string;
    questions: { account_active: string; account_owner: string; parent_profile_owner: string; transfer: string };
    actions: {
      mark_inactive: string;
      mark_active: string;
      add_owner: string;
      transfer_account: string;
      transfer_parent_profile: string;
    };
  };
  pause: {
    title: string;
    lead: string;
    until: string;
    reason: string;
    button: string;
    now: (values: { day: string; reason: string }) => string;
    change: string;
    changeButton: string;
    resume: string;
  };
  inactive: { title: string; lead: string; reason: string; button: string };
  active: { title: string; lead: string; button: string };
  history: {
    title: string;
    none: string;
    period: (values: { from: string; to: string }) => string;
    since: (values: { from: string }) => string;
    ends: { reconnected: string; inactive: string; deleted: string; withdrawn: string; open: string };
  };
  done: { paused: string; resumed: string; checking: string; cannotCheck: string; inactive: string; active: string };
};
