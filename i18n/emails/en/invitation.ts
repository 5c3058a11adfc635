/** Somebody may sign in from now on. */
export const invitation = {
  subject: (product: string, archive: string) => `${product}: You are invited to the archive of ${archive}`,
  eyebrow: 'Invitation',
  headline: 'You are invited to sign in',
  someAdministrator: 'An administrator',
  opening: (sender: string, archive: string) =>
    `${sender} invited you to the archive of ${archive}. Social media accounts are archived there as public records, and you can now sign in.`,
  role: 'Your role',
  rights: {
    primary_administrator: 'Primary Administrator: you may do everything in this archive.',
    full_access_administrator: 'Full Access System Administrator: you may do everything in this archive.',
    read_only_administrator:
      'Read Only System Administrator: you see the dashboard and the accounts, and change nothing.',
    account_owner:
      'Account Owner: you see your own accounts and the notice when one is disconnected, and you reconnect and connect them.',
  },
  button: 'Sign in',
  once: (days: number) => `The link works once, within ${days} days.`,
  later: (url: string) =>
    `After that, sign in at ${url}: enter the address that this email was sent to, and another link is emailed to you. There is no password to remember.`,
  yourLogin: 'Sign in there as your organization does, with the address that this email was sent to.',
  keepIt: 'Please do not forward this email.',
};
