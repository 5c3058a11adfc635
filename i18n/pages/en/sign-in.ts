/** Signing in to Relink: by an emailed link, with the organization, and what is said of a link that no longer works. */
export const SIGN_IN = {
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
