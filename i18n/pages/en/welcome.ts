/** The front page. */
export const WELCOME = {
  title: 'Relink',
  heading: 'Keeps social media archives complete',
  lead: 'When a network stops accepting an account’s authorization, capture stops and public records are lost. Relink gets the right person to reconnect the right account, and does not give up until it is done.',
  people: [
    {
      title: 'Account Owners',
      text: 'Open the personal link in your email. It shows your accounts and reconnects them, without a password to remember.',
    },
    {
      title: 'Administrators',
      text: 'See what is disconnected, since when and whose it is. Send links, transfer accounts, decide who is notified.',
    },
    {
      title: 'The archive',
      text: 'Reports disconnects and reads current credentials through the API.',
    },
  ],
  signIn: 'Sign in',
  signInNote: 'For administrators, and for Account Owners who were invited to log in.',
  help: 'Help',
  docs: 'API documentation',
  noLink:
    'Looking for your accounts? Your personal link is in every email about them. Without one, ask an administrator of your archive.',
};

export const TROUBLE = {
  refused: 'That cannot be done now',
  notFound: {
    title: 'There is no such page',
    lines: ['The address may be incomplete. Open the link from your email again.'],
  },
  failed: {
    title: 'Something went wrong here',
    lines: ['It is not your fault, and nothing was changed. Please try again in a minute.'],
  },
};
