/** What stands around the pages: navigation, rights, what every form says, and a person's own settings. */

export const RIGHTS = {
  title: 'You cannot open this page',
  managers: 'Only the Primary Administrator and Full Access System Administrators can open this page or change this.',
  administrators: 'This page is for the administrators of the archive. Your own accounts are under “My accounts”.',
  everyone: 'This page is for administrators and Account Owners of the archive.',
  ask: (whom: string) => `If you need it, ask ${whom}.`,
  readOnly: 'You are a Read Only System Administrator: you see everything here and change nothing.',
};

export const NAV = {
  label: 'Main',
  dashboard: 'Dashboard',
  mine: 'My accounts',
  accounts: 'Accounts',
  transfers: 'Transfers',
  gaps: 'Gaps in the record',
  configure: 'Configure',
  help: 'Help',
  you: 'You',
  signIn: 'Sign in',
  signOut: 'Sign out',
  language: 'Language',
};

export const FORMS = {
  save: 'Save',
  cancel: 'Cancel',
  back: 'Back',
  search: 'Search',
  next: 'Next page',
  first: 'First page',
  optional: 'optional',
  saved: 'Saved.',
  problems: (n: number) => (n === 1 ? 'One thing needs to be corrected' : `${n} things need to be corrected`),
  nothingFound: 'Nothing matches.',
};

export const YOU = {
  title: 'You',
  heading: 'Your settings',
  language: 'Language of pages and emails',
  languageOfArchive: 'as the archive',
  timeZone: 'Time zone of dates',
  noZone: 'Choose a time zone of the list.',
  timeZoneOfArchive: 'as the archive',
  immediate: 'Immediate error notifications: a copy of the first and the last email about each disconnected account',
  immediatePrimary:
    'The Primary Administrator always gets a copy of the first and the last email about each disconnect.',
  weekly: 'Weekly error summary, Mondays at 9:00 in the archive’s time zone',
  ownerEmails:
    'Emails about your own accounts cannot be switched off: while an account is disconnected, records are lost.',
  sessions: 'Where you are signed in',
  sessionsLead: 'Sign out every place that you do not recognise.',
  thisOne: 'This browser',
  since: 'since',
  until: 'until',
  throughLink: 'through a Personalized Link',
  unknownBrowser: 'A browser',
  revoke: 'Sign out there',
  revokeAll: 'Sign out everywhere else',
};
