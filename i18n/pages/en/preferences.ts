/** `/preferences`: an administrator's own notifications, changed through the link in a weekly summary. */
export const PREFERENCES = {
  title: 'Your notifications',
  opening: 'Opening your notifications…',
  noScript: {
    title: 'This link needs JavaScript',
    lines: ['Switch JavaScript on and open the link in the email again, or sign in and change it under “You”.'],
  },
  lead: (name: string, archive: string) => `For ${name}, an administrator of the archive of ${archive}.`,
  weekly: 'Weekly error summary',
  weeklyHint: 'Mondays at 9:00 in the archive’s time zone, when there is something to say.',
  immediate: 'Immediate error notifications',
  immediateHint: 'A copy of the first and the last email about each disconnected account.',
  immediatePrimary:
    'As Primary Administrator you always get a copy of the first and the last email about each disconnected account. That cannot be switched off.',
  immediateReadOnly:
    'Immediate error notifications are for Full Access System Administrators. Ask the Primary Administrator if you need them.',
  ownerEmails:
    'You are an Account Owner too. Emails about your own accounts cannot be switched off: while an account is disconnected, records are lost.',
  ownersAlways:
    'Account Owners always get the emails about their own accounts; these are about what you get as an administrator.',
  save: 'Save',
  saved: 'Saved. It applies from the next email on.',
  stop: {
    title: 'Stop the weekly error summary?',
    lines: (archive: string) => [
      `You will no longer get the weekly summary of the archive of ${archive}. Other emails are not affected.`,
    ],
    button: 'Stop the weekly summary',
  },
  stopped: {
    title: 'The weekly error summary is stopped',
    lines: (archive: string) => [
      `You will no longer get the weekly summary of the archive of ${archive}. Other emails are not affected.`,
      'To get it again, sign in and tick it under “You”.',
    ],
  },
  noAdministrator: {
    title: 'Nothing to change here',
    lines: [
      'You are not an administrator of this archive any more, so you get neither the weekly summary nor immediate notifications.',
      'Emails about your own accounts cannot be switched off: while an account is disconnected, records are lost.',
    ],
  },
  unknown: {
    title: 'This link does not work',
    lines: [
      'It is incomplete, or your email address has changed since. Open the link in your latest weekly summary.',
      'You can also sign in and change your notifications under “You”.',
    ],
  },
};
