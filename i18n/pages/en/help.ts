/** Help: what stands on each of its pages, and the list of all. */
import type { HelpPage, HelpTopic } from '../help-model.js';
import { HELP_EMAILS } from './help-emails.js';
import { HELP_LINKS, HELP_ROLES } from './help-links.js';
import { HELP_NETWORKS } from './help-networks.js';
import { HELP_REASONS } from './help-reasons.js';
import { HELP_RECONNECT, HELP_TRANSFER, HELP_WHO } from './help-reconnecting.js';

const TOPICS: Record<HelpTopic, HelpPage> = {
  reasons: {
    title: 'Why accounts disconnect',
    lead: 'Each reason: what happened, how to notice it, how to fix it and how to prevent it. And what is special at each network.',
    sections: [],
  },
  reconnect: HELP_RECONNECT,
  who: HELP_WHO,
  transfer: HELP_TRANSFER,
  links: HELP_LINKS,
  emails: HELP_EMAILS,
  roles: HELP_ROLES,
};

export const HELP = {
  title: 'Help',
  lead: 'Short answers about accounts that are disconnected, and how to connect them again.',
  topics: TOPICS,
  all: 'All help pages',
  onThisPage: 'On this page',
  readOn: 'Read on',
  reasons: HELP_REASONS,
  reasonsTitle: 'The reasons',
  networks: HELP_NETWORKS,
  networksTitle: 'The networks',
  reason: {
    what: 'What happened',
    notice: 'How to notice',
    fix: 'How to fix it',
    prevent: 'How to prevent it',
  },
  network: {
    signIn: 'How you sign in',
    ends: 'When the permission ends',
    good: 'Good to know',
  },
  ask: {
    title: 'Your question is not answered?',
    of: (whom: string) => `Ask ${whom}.`,
    nobody: 'Ask the person named at the end of the email about your accounts, or an administrator of your archive.',
  },
  backToAccounts: 'Back to my accounts',
  /** Beside an account, to its reason here. */
  why: 'Why does this happen?',
};
