/** Signing in, navigation, rights, and what every form says. */
import { ROLE_WORDS } from '../../roles.js';
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
  languages: { en: 'English', es: 'Español' },
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

export const ENTER = {
  title: 'Sign in',
  lead: 'For administrators, and for Account Owners who were invited to log in. We email you a link that signs you in; there is no password to remember.',
  email: 'Email address',
  send: 'Email me a sign-in link',
  or: 'or',
  oidc: 'Sign in with your organization',
  inbox: 'For trying Relink: all emails go to the local inbox.',
  noLogin:
    'Looking for your own accounts? The personal link in every email about them opens your page without signing in.',
  sent: {
    title: 'Look into your mailbox',
    lines: [
      'If this address may sign in, an email with a link is on its way. The link works once, for 15 minutes.',
      'No email? Look into the spam folder, or ask an administrator of your archive whether you were invited to log in.',
    ],
  },
  confirm: {
    title: 'Sign in',
    line: 'One click, and you are signed in on this device.',
    button: 'Sign in',
    busy: 'Signing in…',
  },
  other: {
    title: 'Somebody else is signed in here',
    line: 'The link that you came with is for another person or another archive. Go on only if you clicked it yourself, in your own archive.',
    button: 'Go on as the other person',
    stay: 'Stay as I am',
  },
  dead: {
    title: 'This sign-in link no longer works',
    lines: ['It was used already, or is older than 15 minutes. Ask for a new one: it takes a few seconds.'],
    again: 'Get a new link',
  },
  noScript: {
    title: 'Please switch on JavaScript',
    lines: ['The link keeps its secret part inside your browser, and needs JavaScript to hand it over safely.'],
  },
  unknownPerson: {
    title: 'You are not in this archive',
    lines: [
      'Your organization signed you in, but no administrator or invited Account Owner has this email address.',
      'Ask an administrator of your archive to add you, with the address you sign in with.',
    ],
  },
  failed: {
    title: 'Your organization’s sign-in did not work',
    lines: ['Nothing was changed. Try once more; if it keeps failing, tell an administrator of your archive.'],
  },
  choose: {
    title: 'Which archive?',
    lead: 'Your address is known in more than one.',
  },
  out: { title: 'You are signed out', lines: ['See you next time.'] },
};

export const YOU = {
  title: 'You',
  heading: 'Your settings',
  roles: ROLE_WORDS.en,
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
