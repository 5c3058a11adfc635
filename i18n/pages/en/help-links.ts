/** Help: the Personalized Link, and who may do what. */
import type { HelpPage } from '../help-model.js';

export const HELP_LINKS: HelpPage = {
  title: 'How your personalized link works',
  lead: 'It opens your page without a password. Every email about your accounts has it.',
  sections: [
    {
      id: 'can',
      heading: 'What it can do',
      list: [
        'Show your accounts in the archive, and which of them need you.',
        'Start a sign-in at a network, to reconnect an account or to connect a new one.',
      ],
    },
    {
      id: 'cannot',
      heading: 'What it cannot do',
      list: [
        'Post, read messages or see a password.',
        'Show the accounts of anybody else.',
        'Change the archive, its settings or its people.',
      ],
    },
    {
      id: 'no-password',
      heading: 'Why it needs no password',
      paragraphs: [
        'The link only starts a sign-in. Whether an account is connected is decided by the network, where you sign in as always, and by a check that it is the right account. Somebody who finds your link cannot sign in at the network as you.',
        'Please keep it to yourself all the same.',
      ],
    },
    {
      id: 'where',
      heading: 'Where to find it',
      list: [
        'In the email that you got when you were added to the archive.',
        'In every email about a disconnected account. There it leads to the account in question.',
        'From an administrator: under Configure, Connect Accounts, they choose Send link via email or Copy link to clipboard. It is the same link again.',
      ],
    },
    {
      id: 'how-long',
      heading: 'How long it works',
      paragraphs: [
        'Ninety days after the last email that carried it. Each new email gives it another ninety days, and so does an administrator who copies it.',
        'It ends earlier when an administrator renews it, when your email address is changed, or when you are removed as an Account Owner.',
      ],
    },
    {
      id: 'renew',
      heading: 'Renewing it',
      paragraphs: [
        'Did it reach somebody it was not meant for? Ask an administrator to renew it. The old link stops working at once, in every email that carried it, and you get a new one.',
      ],
    },
    {
      id: 'dead',
      heading: 'The link no longer works',
      paragraphs: [
        'The page says so, and offers to email a new link to the address that the archive has on file for you. Your accounts are as they were.',
        'If the page says that the link is not valid, part of it was probably cut off. Open it again with a click on the button in the email.',
      ],
    },
  ],
};

export const HELP_ROLES: HelpPage = {
  title: 'Who may do what',
  lead: 'Four roles. One person can be an administrator and an Account Owner at once.',
  sections: [
    {
      id: 'roles',
      heading: 'The roles',
      table: {
        head: ['Role', 'How many', 'May', 'Emails about disconnected accounts'],
        rows: [
          [
            'Primary Administrator',
            'exactly one',
            'Everything in the archive.',
            'A copy of the first and of the last email of each series, always.',
          ],
          [
            'Full Access System Administrator',
            'any number',
            'Everything.',
            'The same copies, if subscribed to immediate error notifications.',
          ],
          [
            'Read Only System Administrator',
            'any number',
            'Sees the dashboard and the accounts. No Configure, changes nothing.',
            'None at once.',
          ],
          [
            'Account Owner',
            'any number',
            'Reconnects and connects the accounts and Parent Profiles that are theirs, and no others.',
            'All of them for their own accounts. They cannot be switched off.',
          ],
        ],
      },
      more: ['emails'],
    },
    {
      id: 'owner-access',
      heading: 'Two kinds of Account Owner',
      list: [
        'Connect Accounts Only: no login. The personalized link opens their page.',
        'Invite to Log In: they also sign in, and then see the notice of their own disconnected accounts.',
      ],
      more: ['links'],
    },
    {
      id: 'refused',
      heading: 'You may not do something',
      paragraphs: [
        'The page says who can. If you need the right yourself, ask the Primary Administrator of your archive.',
      ],
    },
  ],
};
