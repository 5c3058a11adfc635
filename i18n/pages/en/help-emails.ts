/** Help: which email goes to whom, and when. */
import type { HelpPage } from '../help-model.js';

export const HELP_EMAILS: HelpPage = {
  title: 'Which emails are sent, and to whom',
  lead: 'The Account Owner is emailed until the account is connected again; the administrators at the beginning and at the end of each series.',
  sections: [
    {
      id: 'series',
      heading: 'The series about a disconnected account',
      paragraphs: ['These are the usual days. An archive can choose others.'],
      table: {
        head: ['Email', 'When', 'To', 'Copy to'],
        rows: [
          [
            'Immediate action required - Please reconnect your account(s)',
            'as soon as possible',
            'Account Owner',
            'the Primary Administrator, and every Full Access System Administrator subscribed to immediate error notifications',
          ],
          ['Action required: Reconnect account', '2 days later', 'Account Owner', 'nobody'],
          ['The same, second reminder', 'after 7 days', 'Account Owner', 'nobody'],
          ['The same, third reminder', 'after 12 days', 'Account Owner', 'nobody'],
          ['The same, fourth reminder', 'after 17 days', 'Account Owner', 'nobody'],
          [
            'The same, last one of the series',
            'after 22 days',
            'Account Owner',
            'the same administrators as the first',
          ],
        ],
      },
      closing: 'After 27 days the series begins again. It ends as soon as the account is connected again.',
    },
    {
      id: 'together',
      heading: 'Several accounts, one email',
      paragraphs: [
        'Accounts of the same Account Owner that disconnect together are listed in one email, each with its network, its reason and since when.',
      ],
    },
    {
      id: 'others',
      heading: 'Other emails',
      list: [
        'The personalized link: when an Account Owner is added, and whenever an administrator sends it.',
        'Connected again: a short confirmation to the Account Owner, and to the administrators if they had been told.',
        'Disconnected again: when an account is disconnected within 15 minutes of its reconnect. At most one in 24 hours.',
        'Before a permission ends: once, seven days ahead, where it cannot be renewed automatically.',
        'After a transfer: to the new Account Owner.',
        'Weekly error summary: to administrators who subscribe, Mondays at 9:00 in the time zone of the archive. With nothing to say, none is sent.',
      ],
    },
    {
      id: 'stop',
      heading: 'How the emails stop',
      list: [
        'Reconnect the account. That is the usual way.',
        'Was the account closed on purpose? An administrator marks it inactive.',
        'Is somebody away, or the network in trouble? An administrator can pause the emails until a date, with a reason. Emails that fall due in the pause are skipped.',
      ],
      closing:
        'An Account Owner cannot switch these emails off: while an account is disconnected, its posts are not archived.',
    },
    {
      id: 'bounced',
      heading: 'An email does not arrive',
      paragraphs: [
        'Look into the spam folder first. If an email comes back, or was reported as spam, nothing more is sent to that address. The administrators are told at once, and correct the address or send the link another way.',
      ],
      more: ['links'],
    },
  ],
};
