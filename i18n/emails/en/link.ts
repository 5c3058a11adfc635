/** The Personalized Link. */
export const link = {
  subject: (product: string, archive: string) => `${product}: Your link to connect accounts of ${archive}`,
  someAdministrator: 'An administrator',
  added: {
    eyebrow: 'Welcome',
    headline: 'Connect your accounts',
    opening: (sender: string, archive: string) =>
      `${sender} added you as an Account Owner in the archive of ${archive}: the social media accounts you look after are archived as public records, and you keep them connected.`,
  },
  requested: {
    eyebrow: 'Your personal link',
    headline: 'Your link to connect accounts',
    opening: (sender: string, archive: string) => `${sender} sent you your personal link to the archive of ${archive}.`,
  },
  facts: [
    {
      label: 'What it does',
      value:
        'It opens your own page, without a login: connect new accounts, and reconnect those that were disconnected.',
    },
    { label: 'How it works', value: 'You sign in at the network itself; your password is never seen by the archive.' },
    {
      label: 'How long',
      // Requirement: "It dies … 90 days after the last email that carried it".
      value: 'It works for 90 days after the last email that carried it; every new email starts the 90 days again.',
    },
  ],
  open: 'Open my page',
  keepIt: 'The link is yours alone: please do not forward this email.',
};
