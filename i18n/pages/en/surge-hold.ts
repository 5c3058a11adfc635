/** The surge hold: many accounts of one network reported at once, and their emails wait for a decision. */
export const SURGE_HOLD = {
  title: 'Emails that wait',
  heading: (n: number, network: string) =>
    n === 1 ? `1 account of ${network} was reported` : `${n} accounts of ${network} were reported at once`,
  holding: (until: string) =>
    `So many at once is more often the network’s fault than the people’s. The emails to the Account Owners wait for a decision; without one they go out by themselves on ${until}.`,
  notice: {
    title: (n: number, network: string) =>
      `Emails about ${n === 1 ? '1 account' : `${n} accounts`} of ${network} wait for a decision`,
    lead: (until: string) => `They were reported at once. Without a decision the emails go out on ${until}.`,
    button: 'Decide',
    readOnly: 'Look',
  },
  ended: {
    released: (by: string, at: string) => `${by} released the emails on ${at}.`,
    withdrawn: (by: string, at: string) =>
      `${by} withdrew the reports on ${at}. The accounts count as connected, and no more emails about them go out.`,
    expired: (at: string) => `Nobody decided, so the emails went out by themselves on ${at}.`,
  },
  facts: {
    title: 'What was reported',
    began: 'Reported at once since',
    accounts: 'Accounts of this network in use',
    open: 'Still disconnected',
    owners: 'Account Owners who would be emailed',
    reasons: 'What the network says',
    reason: (n: number, what: string) => `${n} ×: ${what}`,
    code: (code: string) => `code ${code}`,
    which: 'Which accounts, for a look at the network',
    more: (n: number) => `and ${n} more`,
  },
  release: {
    title: 'They are really disconnected',
    lead: 'The Account Owners are emailed, one email each: now, or a little later where somebody was written to a moment ago.',
    button: 'Release the emails',
  },
  withdraw: {
    title: 'The network was wrong',
    lead: 'All these reports are taken back. The accounts count as connected, and no more emails about them go out. If one of them is really disconnected, it is reported again when it is next captured.',
    reason: 'Reason, for the timelines',
    button: 'Withdraw all reports',
  },
  done: {
    released: 'The emails go out now.',
    withdrawn: 'The reports were withdrawn. No more emails about them go out.',
  },
  settings: {
    title: 'SurgeHold',
    lead: 'A network sometimes says of many accounts at once that they are disconnected, and is wrong. With the surge hold on, the emails about such a wave wait until an administrator decides, or for two hours.',
    enabled: 'Switch the surge hold on',
    off: 'Off by default: while emails wait, nobody reconnects anything.',
    share: 'More than so many percent of a network’s accounts',
    count: 'and more than so many accounts, within ten minutes',
    save: 'Save the surge hold',
    saved: 'The surge hold is saved.',
    badShare: 'Give a whole number from 1 to 100.',
    badCount: 'Give a whole number from 1 to 100,000.',
  },
};
