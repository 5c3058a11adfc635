/** Transfers: choosing, seeing what moves and why, and how it ended. */
import { count, listed } from './common.js';

const things = (accounts: number, profiles: number) =>
  listed([
    ...(accounts > 0 ? [count(accounts, 'account')] : []),
    ...(profiles > 0 ? [count(profiles, 'Parent Profile')] : []),
  ]) || 'nothing';

export const TRANSFERS = {
  title: 'Transfers',
  lead: 'Has somebody left, or changed departments? Here their accounts move to the person who looks after them now.',
  start: 'New transfer',
  none: 'No transfer yet',
  noneNote: 'A transfer moves accounts and Parent Profiles to another Account Owner, all of them or none.',
  columns: { what: 'What', to: 'To', when: 'When', status: 'Status' },
  things,
  gone: 'somebody who was removed since',
  by: (who: string) => `by ${who}`,
  statuses: { running: 'under way', completed: 'done', refused: 'refused', failed: 'not done' },

  steps: { label: 'Steps', choose: 'What', to: 'To whom', review: 'Check and confirm' },
  choose: {
    heading: 'What should be transferred?',
    search: 'Name of an account, a Parent Profile or an Account Owner',
    hint: 'Find single accounts, a Parent Profile with the accounts that it authorizes, or a person whose accounts all move.',
    find: 'Search',
    found: (n: number) =>
      n === 0
        ? 'Nothing matches. Try a part of the name.'
        : n >= 20
          ? `${count(n, 'match', 'matches')}. Write more of the name to see fewer.`
          : `${count(n, 'match', 'matches')}.`,
    add: 'Add',
    addOf: (name: string) => ` ${name}`,
    remove: 'Take out',
    chosen: 'Chosen',
    nothing: 'Nothing chosen yet.',
    everythingOf: (owner: string, accounts: number, profiles: number) =>
      `Everything of ${owner}: ${things(accounts, profiles)}`,
    accountOf: (owner: string) => `under ${owner}`,
    throughProfile: (profile: string) => `authorized through the Parent Profile ${profile}`,
    profile: 'Parent Profile',
    manages: (n: number) => `authorizes ${count(n, 'account')}`,
    on: 'Next: to whom',
    missing: 'Choose at least one account or Parent Profile.',
    tooMany:
      'At most 500 single things in one transfer here. Choose everything of a person, or make several transfers.',
  },
  to: {
    heading: 'Who should look after it from now on?',
    what: (things: string) => `To be transferred: ${things}.`,
    taken: (email: string) =>
      `${email} is in the archive already. Choose that person above; if they are not listed, give them the role Account Owner first.`,
    search: 'Name or email address of the Account Owner',
    find: 'Search',
    pick: 'The new Account Owner',
    found: (n: number) => (n === 0 ? 'No Account Owner matches.' : 'Write more of the name to see others.'),
    someoneNew: 'Somebody who is not in the archive yet',
    someoneNewNote: 'They are added as an Account Owner in the same step, and emailed their own personal link.',
    name: 'Name',
    email: 'Email address',
    withManaged: 'Take along the accounts that a Parent Profile authorizes',
    withManagedHint: 'Else they stay where they are, and need the permission of another personal profile.',
    notify: 'Email the new Account Owner and the one before',
    notifyHint: 'Recommended: the new one gets their own personal link.',
    on: 'Next: check and confirm',
    missing: 'Choose the new Account Owner, or give name and email address of somebody new.',
  },
  review: {
    heading: (accounts: number, profiles: number, owner: string) =>
      `Transfer ${things(accounts, profiles)} to ${owner}?`,
    lead: 'All of it moves, or nothing. While it moves, a moment as a rule, these accounts cannot be reconnected.',
    moves: 'What moves',
    managed: 'its Parent Profile moves',
    detached: 'Without their Parent Profile',
    detachedNote: (owner: string) =>
      `Their Parent Profile stays where it is, and it can be used under one Account Owner only. What is connected stays connected until its permission ends; ${owner} is asked to give permission through a personal profile of their own.`,
    staying: 'What stays',
    stayingNote:
      'These accounts were authorized through a Parent Profile that moves. They stay under their Account Owner, connected until their permission ends, and need the permission of another personal profile.',
    reminders: (n: number, owner: string) =>
      `${count(n, 'of these accounts is', 'of these accounts are')} disconnected: the reminders go on with ${owner}.`,
    paused: (n: number, owner: string) =>
      `${count(n, 'disconnect is', 'disconnects are')} paused: its emails wait until the pause ends, and then go to ${owner}.`,
    disconnected: (n: number, owner: string) =>
      `${count(n, 'of these accounts is', 'of these accounts are')} disconnected: ${owner} is asked at once to reconnect, and the reminders go on with them.`,
    more: (n: number) => `… and ${n.toLocaleString('en-US')} more`,
    newOwner: (name: string, email: string) => `${name} (${email}) is added to the archive as an Account Owner.`,
    emails: (owner: string) => `${owner} and the Account Owner before are emailed what moved.`,
    noEmails: 'Nobody is emailed about it.',
    confirm: 'Transfer now',
    back: 'Back',
  },
  problems: {
    heading: 'This cannot be transferred like this',
    nothing: 'Nothing was transferred.',
    not_found: 'is not in the archive any more',
    already_theirs: 'is under this Account Owner already',
    transfer_in_progress: 'is in another transfer just now; try again when that has ended',
    other: 'This',
    change: 'Change the choice',
  },
  progress: {
    running: (owner: string) => `Transferring to ${owner}…`,
    runningNote: 'This takes a moment. You may leave this page; it goes on.',
    completed: (accounts: number, profiles: number, owner: string) =>
      `${things(accounts, profiles)} transferred to ${owner}`,
    completedNote: 'Everything was moved.',
    ended: 'Nothing was transferred',
    endedNote: {
      refused: 'The new Account Owner is not one any more. Choose another one.',
      failed: 'It could not be done in time. Everything is where it was. Try again.',
    },
    whatMoved: 'What moved',
    record: (from: string, when: string, by: string) => `From ${from}, on ${when}, by ${by}.`,
    told: 'The Account Owners were emailed.',
    untold: 'Nobody was emailed.',
    see: (owner: string) => `See the accounts of ${owner}`,
    goOn: 'Go on with the reconnect',
    goOnNote: 'Your sign-in at the network is still fresh: no need to sign in again.',
    goneOn: 'The sign-in at the network is not fresh any more. Please reconnect from the list of accounts.',
    again: 'Try again',
    all: 'All transfers',
    remaining: (owner: string) => `${owner} has nothing in the archive any more.`,
    remove: (owner: string) => `Remove ${owner}`,
  },
  offer: {
    account: 'Transfer to another Account Owner…',
    owner: 'Transfer everything to another Account Owner…',
    profile: 'Transfer…',
    first: 'Transfer it first…',
    everything: 'Transfer everything…',
    bounced: 'Has this person left? Transfer their accounts to somebody whom emails reach.',
  },
  profiles: {
    title: 'Parent Profiles',
    lead: 'Personal profiles that authorize accounts. Each is used under one Account Owner only, stays inactive and is never archived.',
    none: 'No Parent Profile yet',
    noneNote:
      'One is added by itself when an Account Owner first authorizes an account through a personal profile of Facebook or LinkedIn.',
    profile: 'Parent Profile',
    owner: 'Account Owner',
    manages: 'Authorizes',
    nothing: 'no account',
    more: (n: number) => `and ${n.toLocaleString('en-US')} more`,
    inTransfer: 'being transferred',
    transferOf: (name: string) => ` ${name}`,
    search: 'Name of the profile or its Account Owner',
  },
};
