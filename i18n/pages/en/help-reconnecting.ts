/** Help: how to reconnect, who should, and what to do when people leave. */
import type { HelpPage } from '../help-model.js';

export const HELP_RECONNECT: HelpPage = {
  title: 'How to reconnect an account',
  lead: 'It takes a minute. You need the sign-in of the account, or your personal profile at the network.',
  sections: [
    {
      id: 'before',
      heading: 'Before you begin',
      paragraphs: ['Four questions, so that it works at the first try:'],
      list: [
        'Is the account still active? Those who manage it at the network may have closed it.',
        'Are you its Account Owner? The person under whom the account sits in the archive should reconnect it.',
        'Does the account need a Parent Profile, and is that yours? Facebook Pages, Instagram accounts and LinkedIn Pages are connected through your personal profile.',
        'Has somebody left, or changed departments? Then the account must be transferred first.',
      ],
      more: ['who', 'transfer'],
    },
    {
      id: 'steps',
      heading: 'Step by step',
      steps: [
        'Open the link in the email about the account. No password is needed. If you sign in to the archive, press Reconnect in the notice instead.',
        'Press Reconnect next to the account.',
        'A new window names the account and the archive. Press Continue.',
        'The network asks you to sign in, if you are not signed in there yet, and to allow archiving. Leave every box ticked.',
        'The window closes by itself, and a green bar names the account that is connected again.',
      ],
      closing: 'You sign in at the network itself. Your password is never seen here.',
    },
    {
      id: 'signed-in',
      heading: 'You are already signed in at the network',
      paragraphs: [
        'There is nothing to type. The window opens and closes by itself, and the green bar says that the account is connected again.',
      ],
    },
    {
      id: 'not-signed-in',
      heading: 'You are not signed in at the network',
      paragraphs: [
        'The window shows the sign-in page of the network. Sign in there, as when the account was connected for the first time.',
      ],
    },
    {
      id: 'other-owner',
      heading: 'It belongs to a different Account Owner',
      paragraphs: [
        'You are told that the account, or the Parent Profile you signed in with, is under a different Account Owner. Nothing was changed. An administrator must transfer it to you first; then reconnect.',
      ],
      more: ['transfer'],
    },
    {
      id: 'wrong-account',
      heading: 'You signed in as the wrong account',
      paragraphs: [
        'You are told as whom you signed in and which account was meant. Nothing was changed. Sign out at the network, or switch accounts there, and press Try again.',
      ],
    },
    {
      id: 'window',
      heading: 'No window opens',
      paragraphs: [
        'Your browser may block pop-up windows. That does no harm: the page itself then goes to the network, and comes back afterwards.',
      ],
    },
    {
      id: 'mail-app',
      heading: 'You opened the link in a mail app',
      paragraphs: [
        'Some apps open links in a small browser of their own. Networks often refuse sign-ins there. Copy the link and paste it into Safari, Chrome, Edge or Firefox.',
      ],
    },
    {
      id: 'green-bar',
      heading: 'The green bar does not appear',
      paragraphs: [
        'Load the page again: the result is kept, even when you closed the window too early. If the account is still disconnected, press Reconnect once more.',
      ],
      more: ['reasons'],
    },
  ],
};

export const HELP_WHO: HelpPage = {
  title: 'Who should reconnect an account',
  lead: 'The Account Owner under whom it sits, with their personal profile or with the sign-in of the account.',
  sections: [
    {
      id: 'account-owner',
      heading: 'The Account Owner',
      paragraphs: [
        'Every account sits under one Account Owner in the archive. That person gets the emails and should reconnect it.',
        'If the right person is not in the archive yet, an administrator adds them as an Account Owner first, and then transfers the account to them.',
      ],
      more: ['transfer'],
    },
    {
      id: 'profile',
      heading: 'Facebook Pages, Instagram and LinkedIn Pages: your personal profile',
      paragraphs: [
        'These accounts have no sign-in of their own. You sign in with your personal profile, which manages them at the network. In the archive it is called the Parent Profile.',
      ],
      list: [
        'It stays inactive and is never archived. It only authorizes the connection of the accounts it manages.',
        'It is used under one Account Owner only. If it is under somebody else, it must be transferred first.',
        'One sign-in with it repairs every disconnected account that it manages and that is yours.',
      ],
    },
    {
      id: 'own-sign-in',
      heading: 'X, YouTube and LinkedIn profiles: the account’s own sign-in',
      paragraphs: [
        'Whoever has the sign-in of the account can reconnect it: for X the account itself, for YouTube the Google account of the channel, for a LinkedIn profile the person whose profile it is.',
      ],
    },
    {
      id: 'on-behalf',
      heading: 'An administrator, on behalf of the Account Owner',
      paragraphs: [
        'Administrators who have the sign-in can reconnect an account in the list of that Account Owner. They can also send the Account Owner the personalized link again: under Configure, Connect Accounts.',
      ],
      more: ['links'],
    },
  ],
};

export const HELP_TRANSFER: HelpPage = {
  title: 'When people leave: transferring accounts',
  lead: 'Administrators move accounts and Parent Profiles to another Account Owner. Then that person reconnects them.',
  sections: [
    {
      id: 'when',
      heading: 'When a transfer is needed',
      list: [
        'Somebody left, or changed departments, and another person looks after the accounts now.',
        'Reconnecting was refused, because the account or the Parent Profile is under a different Account Owner.',
        'The personal profile that authorized the accounts was removed by the network.',
        'An Account Owner is to be removed who still has accounts.',
      ],
    },
    {
      id: 'who',
      heading: 'Who does it',
      paragraphs: [
        'The Primary Administrator or a Full Access System Administrator. Account Owners ask one of them; on their page it says whom.',
      ],
      more: ['roles'],
    },
    {
      id: 'how',
      heading: 'How it goes',
      steps: [
        'Under “Transfers”, or from the page of an account, of a person or of the Parent Profiles, the administrator chooses what moves: single accounts, Parent Profiles, or everything of a person.',
        'Then the new Account Owner; or name and email address of somebody who is not in the archive yet, and is added in the same step.',
        'Before anything happens, it is shown what will move and why.',
        'All of it moves in one go, or nothing does.',
        'If an account is disconnected, the new Account Owner is emailed at once, with their own link, and reconnects it.',
      ],
    },
    {
      id: 'profiles',
      heading: 'Parent Profiles',
      list: [
        'When a Parent Profile moves, the accounts that it authorizes under the same Account Owner move with it.',
        'An account and its Parent Profile are never left under different Account Owners.',
        'An account can move without its Parent Profile. It goes on being archived until its permission ends, and the new Account Owner is emailed once, to connect it through a Parent Profile of their own.',
      ],
    },
    {
      id: 'meanwhile',
      heading: 'Meanwhile, and afterwards',
      list: [
        'While a transfer is under way, its accounts cannot be reconnected. That takes a minute at most; try again then.',
        'The link of the former Account Owner no longer shows the accounts.',
        'The emails go on where they were, to the new Account Owner.',
        'If a reconnect of an administrator was refused, it goes on after the transfer: within ten minutes without signing in at the network once more.',
      ],
    },
  ],
};
