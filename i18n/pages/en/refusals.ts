/** Why a sign-in was refused and what to do, to the person who has just tried. */
interface Refused {
  title: string;
  /** What is the case. */
  what: string;
  /** What to do about it. */
  how: string[];
}

export const REFUSALS = {
  unchanged: 'Nothing was changed.',
  /** An account and its network. */
  named: (name: string, network: string) => `${name} (${network})`,

  wrongIdentity: (signedInAs: string, account: string, name: string): Refused => ({
    title: 'That was a different account',
    what: `You signed in as ${signedInAs}; this account is ${account}.`,
    how: [`Sign out at the network, or switch accounts there. Then try again as ${name}.`],
  }),
  notManaged: (signedInAs: string, account: string): Refused => ({
    title: `${signedInAs} does not manage this account`,
    what: `You signed in as ${signedInAs}; this account is ${account}, which that profile does not manage or did not allow.`,
    how: [
      'Maybe its box was unticked in the network’s dialog: try again, and leave every box ticked.',
      'Or another profile manages it: sign out at the network, and sign in with that one.',
    ],
  }),
  nothingAuthorized: (signedInAs: string, network: string): Refused => ({
    title: 'There was nothing to connect',
    what: `You signed in as ${signedInAs}, which manages no ${network} or did not allow one.`,
    how: ['Try again and leave the boxes ticked of what should be archived.'],
  }),
  parentProfile: (name: string) => `The Parent Profile ${name}`,
  /** Article: "In this case, you must transfer the account(s) to the correct Account Owner first." */
  ofOwner: (what: string, kind: 'account' | 'profile', owner: string): Refused => ({
    title: `It belongs to ${owner}`,
    what: `${what} lives under the Account Owner ${owner} in the archive.`,
    how: [
      `Transfer the ${kind === 'account' ? 'account' : 'Parent Profile'} to the right Account Owner first, then reconnect.`,
    ],
  }),
  ofSomeoneElse: (what: string, whom: string): Refused => ({
    title: 'It belongs to someone else',
    what: `${what} lives under a different Account Owner in the archive.`,
    how: [`It must be transferred to you first. Ask ${whom}.`],
  }),
  inTransfer: (name: string): Refused => ({
    title: 'A transfer is under way',
    what: `${name} is just being transferred to another Account Owner.`,
    how: ['Try again in a minute.'],
  }),
  inactive: (account: string, whom: string): Refused => ({
    title: 'This account is marked inactive',
    what: `${account} is marked as closed or no longer in use.`,
    how: [`If it is in use again, ask ${whom}.`],
  }),
  gone: (whom: string): Refused => ({
    title: 'This account is no longer in the archive',
    what: 'It was deleted there.',
    how: [`If it should be archived, connect it as a new account, or ask ${whom}.`],
  }),
  notPermitted: (whom: string): Refused => ({
    title: 'You may not do this any more',
    what: 'Your rights have changed since this sign-in began.',
    how: [`Ask ${whom}.`],
  }),
};
