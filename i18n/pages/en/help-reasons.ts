/** Help: why accounts disconnect, reason by reason. */
import type { Reason } from '../../../domain/reasons.js';
import type { ReasonHelp } from '../help-model.js';

export const HELP_REASONS: Record<Reason, ReasonHelp> = {
  token_expired: {
    heading: 'The permission has run out',
    what: 'Networks give the permission to archive an account for a limited time. When that time is over, the network stops accepting it. Nobody did anything wrong.',
    notice:
      'Often several accounts of the same person disconnect at the same moment, because one sign-in had connected all of them.',
    fix: [
      'Press Reconnect next to the account.',
      'Sign in at the network if it asks, and confirm. One sign-in repairs every account that it had connected.',
    ],
    prevent:
      'Seven days before a permission ends, it is renewed automatically where the network allows that. Elsewhere the Account Owner is emailed once. Reconnect when that email comes, and nothing is missed.',
  },
  token_revoked: {
    heading: 'The permission was withdrawn',
    what: 'Somebody removed the permission in the settings of the network, or the network ended it itself, for example after it signed everybody out for safety.',
    notice: 'It happens at once, often on a day when somebody tidied up the settings of the account or of the profile.',
    fix: ['Press Reconnect next to the account.', 'Sign in at the network and allow archiving again.'],
    prevent:
      'Tell everybody who looks after the account that the archiving app in its settings belongs there. Before somebody removes it, ask an administrator of your archive.',
  },
  password_changed: {
    heading: 'The password was changed',
    what: 'When a password is changed, many networks end every permission that was given with the old one. That protects the account, but it stops archiving too.',
    notice: 'It follows a new password: of the account itself, or of the personal profile that authorizes it.',
    fix: ['Press Reconnect next to the account.', 'Sign in with the new password and confirm.'],
    prevent:
      'Reconnect right after you change a password. There is no need to wait for the email. If colleagues share the sign-in of an account, agree on who does it.',
  },
  permission_missing: {
    heading: 'A permission is missing',
    what: 'Archiving needs several permissions. One of them was not given: a box was unticked in the dialog of the network, or your role at the page or account no longer includes it.',
    notice:
      'It happens right after connecting, when a box was unticked, or after somebody changed who may do what at the network.',
    fix: [
      'Look at the network whether you still have full control of the page or account. If not, ask whoever manages it to give that back to you.',
      'Press Reconnect and leave every box ticked in the dialog of the network.',
    ],
    prevent:
      'Never untick a box in the dialog of the network. The permissions let the archive read what is published; nobody posts through them.',
  },
  checkpoint: {
    heading: 'The network has locked the profile',
    what: 'The network is not sure that the right person is signing in, for example because of an unusual sign-in. It has locked the profile or account until its owner confirms who they are.',
    notice: 'When you sign in at the network itself, it asks for a code, a document or a new password.',
    fix: [
      'First sign in at the network itself, in its app or on its website, and finish everything that it asks for. Reconnecting fails before that.',
      'Only then press Reconnect next to the account.',
    ],
    prevent:
      'Keep the email address and phone number of the profile up to date at the network, so that it can ask you. Sign in at the network yourself from time to time.',
  },
  account_not_found: {
    heading: 'The network no longer finds the account',
    what: 'The account was closed or deactivated at the network, or you no longer manage it.',
    notice:
      'The account cannot be found when you look for it at the network, or no longer appears among those you manage.',
    fix: [
      'Look for the account at the network.',
      'If it is there, and you manage it, press Reconnect.',
      'If it is there, and somebody else manages it, ask an administrator to transfer it to that person.',
      'If it was closed on purpose, ask an administrator to mark it inactive. The emails stop then, and what was archived stays.',
    ],
    prevent: 'Tell an administrator of your archive before an account is closed or handed to another person.',
  },
  parent_profile_removed: {
    heading: 'The personal profile is gone',
    what: 'The personal profile that authorized the account was removed by the network, or has lost its access to the page. Reconnecting with the same profile seems to work, and fails again at once.',
    notice: 'The account is reconnected, and disconnected again minutes later, several times on the same day.',
    fix: [
      'Do not reconnect with the same profile again.',
      'Ask an administrator to transfer the account to somebody whose personal profile still manages it.',
      'That person then reconnects it with their own profile.',
    ],
    prevent:
      'Use the real personal profile of a real person. Networks remove profiles that were made up for work. Let two people manage every page at the network, so that one can take over.',
  },
  unknown: {
    heading: 'The network gave no clear reason',
    what: 'The network stopped accepting the permission to archive the account, and did not say why.',
    notice: 'The emails and your page say only that the network stopped accepting the permission.',
    fix: [
      'Press Reconnect next to the account. Usually that is enough.',
      'If it disconnects again, look whether the network asks something of you when you sign in there. If not, ask an administrator of your archive.',
    ],
    prevent: 'Nothing was overlooked here. Reconnect soon, so that as little as possible is missed.',
  },
};
