/** Configure → people: Account Owners and administrators. */
import { count } from './common.js';

export const CONFIGURE = {
  label: 'Configure',
  places: {
    owners: 'Account Owners',
    administrators: 'Administrators',
    import: 'Import',
    series: 'Series of emails',
    emails: 'Look of emails',
    keys: 'API keys',
    'sign-in': 'Your own login',
  },
};

interface Who {
  name: string;
  email: string;
}

export const PEOPLE = {
  owners: {
    title: 'Account Owners',
    lead: 'Each one reconnects their own accounts: through a personal link, or by logging in.',
    add: 'Add an Account Owner',
    search: 'Name or email address',
    searchAll: 'Show all',
    total: (n: number) => count(n, 'Account Owner'),
    matching: (n: number) =>
      n === 1 ? '1 Account Owner matches' : `${n.toLocaleString('en-US')} Account Owners match`,
    none: 'No Account Owners yet',
    noneNote: 'Add the first one, or import many at once from a spreadsheet.',
    nothingFound: 'No Account Owner has this in their name or email address.',
    name: 'Name',
    accounts: 'Accounts',
    seeAccounts: (name: string, n: number) => `${count(n, 'account')} of ${name}`,
    disconnected: (n: number) => `${n.toLocaleString('en-US')} disconnected`,
    access: 'Access',
    connect: 'Link',
  },
  access: { connect_only: 'Connect Accounts Only', invite: 'Invite to Log In' },
  accessHints: {
    connect_only: 'No login: the personalized link in every email opens their page.',
    invite: 'They also sign in with their email address, and then see the notice of their disconnected accounts.',
  },
  delivery: {
    bounced: 'Emails bounce',
    complained: 'Reported as spam',
    suppressed: 'Emails are blocked',
  },
  deliveryNotes: {
    bounced: 'The last email to this address came back: the mailbox does not exist, or is full.',
    complained: 'Somebody marked an email to this address as spam.',
    suppressed: 'The email provider no longer delivers to this address, since earlier emails failed.',
  },
  deliveryRemedy:
    'Nothing more is sent there. Correct the address below. If the address is right and the mailbox works again, say so:',
  deliveryRetry: 'The address is right: send to it again',

  connect: {
    open: 'Connect Accounts',
    of: (name: string) => `for ${name}`,
    what: 'The personalized link opens this owner’s page without a login, to reconnect accounts and to connect new ones. It can do nothing else. It works for 90 days after the last email that carried it, or after you copied it.',
    until: (day: string) => `The present link works until ${day}. Sending or copying it gives it another 90 days.`,
    ended: (day: string) => `The link ended on ${day}. Sending or copying it makes it work again, for 90 days.`,
    never: 'No link has gone out yet; one that you have just sent goes out within moments.',
    send: 'Send link via email',
    copy: 'Copy link to clipboard',
    cannotSend: 'Emails to this address do not arrive. Copy the link and send it another way, or correct the address.',
    renew: 'Renew the link',
    copied: (name: string, day: string) =>
      `The link of ${name} is in your clipboard. Paste it into a message to ${name} and nobody else. It works until ${day}.`,
  },
  copiedPage: {
    title: (name: string) => `The link of ${name}`,
    field: 'Personalized link',
    how: 'Click into the field, select everything (Ctrl+A or ⌘A) and copy it (Ctrl+C or ⌘C).',
    careful: (name: string, day: string) =>
      `Send it to ${name} and nobody else: whoever has it can start sign-ins for these accounts. It works until ${day}.`,
    back: 'Done',
  },
  renewPage: {
    title: (name: string) => `Renew the link of ${name}?`,
    lines: [
      'The old link stops working at once, in every email that carried it. Whoever has it open is out.',
      'Do this when the link reached somebody it was not meant for. The new one works for 90 days after the last email that carried it.',
    ],
    send: 'Renew, and send the new link via email',
    show: 'Renew, and show the new link to copy it',
  },

  administrators: {
    title: 'Administrators',
    lead: 'They look after the whole archive. The Primary Administrator is always told of disconnected accounts.',
    add: 'Add an administrator',
    name: 'Name',
    role: 'Role',
    immediate: 'Immediate error notifications',
    weekly: 'Weekly error summary',
    always: 'Always',
    yes: 'Yes',
    no: 'No',
    notReadOnly: 'Not for Read Only',
    alsoOwner: 'also Account Owner',
    nothingFound: 'No administrator has this in their name or email address.',
    rights: 'What each role may do',
    rightsOf: {
      primary_administrator:
        'Everything. Exactly one person; copied on the first and the last email about each disconnect.',
      full_access_administrator: 'Everything too, and chooses whether to be told of errors at once.',
      read_only_administrator: 'Sees the dashboard and the accounts. No Configure, changes nothing.',
    },
  },

  add: {
    ownerTitle: 'Add an Account Owner',
    administratorTitle: 'Add an administrator',
    linkAtOnce: 'An Account Owner is emailed the personalized link at once, as soon as you save.',
    save: 'Add',
  },
  person: {
    owns: (n: number) => count(n, 'account'),
    ownsNone: 'No accounts yet',
    details: 'Name, roles and access',
    name: 'Name',
    email: 'Email address',
    emailMoves:
      'A new address is sent a new link at once. The old link stops working, so that nobody who reads the old mailbox keeps a way in.',
    roles: 'Roles',
    account_owner: 'Account Owner',
    ownerHint: 'Reconnects the accounts that sit under this name, and gets the emails about them.',
    ownerStays: 'While accounts or Parent Profiles sit under this name, this role cannot be taken away.',
    administrator: 'Administrator of the archive',
    none: 'No administrator',
    primaryHint: (current: string) =>
      `There is one. ${current} then becomes a Full Access System Administrator; you are asked once more.`,
    isPrimary:
      'The Primary Administrator. To hand this over, open the person who takes over and choose Primary Administrator there.',
    access: 'Access of an Account Owner',
    signIn: (url: string, email: string) =>
      `Signs in at ${url} with ${email}. Nothing to remember: a link is emailed each time.`,
    inviteAgain: 'Send the invitation again',
    subscriptions: 'Emails for an administrator',
    immediate: 'Immediate error notifications',
    immediateHint:
      'A copy of the first and the last email about each disconnect. For Full Access; the Primary Administrator always gets it.',
    weekly: 'Weekly error summary',
    weeklyHint: 'Mondays at 9:00 in the archive’s time zone, when there is something to say.',
    self: 'This is you. Without an administrator’s role you can no longer open Configure.',
    remove: 'Remove this person',
  },
  handOver: {
    title: (name: string) => `Hand over Primary Administrator to ${name}?`,
    lines: (name: string, current: string | null) => [
      current === null
        ? `${name} becomes the Primary Administrator.`
        : `${name} becomes the Primary Administrator. ${current} becomes a Full Access System Administrator at the same moment, and keeps all other rights.`,
      `From then on ${name} is copied on the first and the last email about each disconnect, and is named on every page as the person to ask.`,
    ],
    yes: 'Hand over',
  },
  removal: {
    title: (name: string) => `Remove ${name}?`,
    lines: (name: string) => [
      `${name} can no longer sign in and gets no more emails from here. What was done under this name stays in the record.`,
    ],
    ofOwner: 'The personalized link stops working at once.',
    yes: 'Remove',
    primary:
      'This is the Primary Administrator, and an archive has exactly one. Hand this role over to another person first.',
    refusedTitle: (name: string) => `${name} cannot be removed yet`,
    wayOut:
      'With the accounts go the Parent Profiles through which they are authorized. Afterwards this person can be removed here.',
    see: 'See the accounts',
    self: 'This is you: you will be signed out.',
  },
  done: {
    added_owner: ({ name, email }: Who) => `${name} was added. The personalized link is on its way to ${email}.`,
    added: ({ name }: Who) => `${name} was added.`,
    saved: () => 'Saved.',
    moved: ({ email }: Who) => `A new link is on its way to ${email}; the old one no longer works.`,
    owner: ({ email }: Who) => `The personalized link is on its way to ${email}.`,
    invited: ({ email }: Who) => `The invitation to sign in is on its way to ${email}.`,
    invited_again: ({ email }: Who) =>
      `The invitation is on its way to ${email} again. The links of earlier invitations no longer work.`,
    handed_over: ({ name }: Who) => `${name} is the Primary Administrator now.`,
    link_sent: ({ name, email }: Who) => `The link of ${name} is on its way to ${email}.`,
    renewed: ({ name, email }: Who) =>
      `The old link of ${name} no longer works. The new one is on its way to ${email}.`,
    retried: ({ email }: Who) => `Emails are sent to ${email} again.`,
    removed: () => 'The person was removed.',
  },
};
