/** Help: what is special at each network. */
import type { NetworkName } from '../../../domain/networks.js';
import type { NetworkHelp } from '../help-model.js';

export const HELP_NETWORKS: Partial<Record<NetworkName, NetworkHelp>> & { other: NetworkHelp } = {
  facebook_page: {
    signIn:
      'With your personal Facebook profile, which manages the Page. It is the Parent Profile and is never archived.',
    ends: 'The permission of your profile lasts about 60 days, and so does that of a Page which depends on it. Facebook also stops giving out data 90 days after your last activity. It cannot be renewed without you: you are emailed seven days before.',
    good: [
      'One sign-in repairs every Facebook Page and Instagram account that your profile manages and that is yours in the archive.',
      'In the dialog of Facebook, leave every Page ticked.',
    ],
  },
  instagram: {
    signIn:
      'At Facebook, with your personal Facebook profile. Instagram accounts are found through the Facebook Page they are linked to.',
    ends: 'Like the Facebook Page it is linked to: about 60 days, and 90 days after your last activity at Facebook.',
    good: [
      'It works for business and creator accounts only.',
      'The Instagram account must be linked to a Facebook Page that your profile manages.',
    ],
  },
  linkedin_page: {
    signIn:
      'With your personal LinkedIn profile, which manages the Page. It is the Parent Profile and is never archived.',
    ends: 'A permission lasts 60 days. Where LinkedIn allows it, it is renewed automatically, but for no longer than 365 days after you signed in. Then you sign in again.',
    good: ['One sign-in repairs every LinkedIn Page that your profile manages and that is yours in the archive.'],
  },
  linkedin_profile: {
    signIn: 'As the profile that is archived. No other profile is needed.',
    ends: 'Like a LinkedIn Page: 60 days, renewed automatically where LinkedIn allows it, for 365 days at most.',
    good: ['Only the person whose profile it is can reconnect it.'],
  },
  x: {
    signIn: 'As the account itself, with its own sign-in.',
    ends: 'A permission lasts two hours and is renewed automatically all the time. When an X account disconnects, somebody withdrew the permission, or X has locked the account.',
    good: [
      'If you look after several accounts, switch to the right one at X first. Signing in as another account changes nothing here; you are told which one was meant.',
    ],
  },
  youtube: {
    signIn: 'With the Google account that the channel belongs to.',
    ends: 'A permission lasts one hour and is renewed automatically, until it is withdrawn. Google also withdraws it when it has not been used for six months, or when it believes that the Google account is at risk.',
    good: [
      'When Google asks you to secure your Google account, do that first, then reconnect.',
      'Google limits how many permissions are alive at once. Connect a channel once, with one Google account.',
    ],
  },
  threads: {
    signIn: 'As the account itself, with its own sign-in.',
    ends: 'A permission lasts 60 days and is renewed automatically before it ends. One that was not renewed in time cannot be renewed any more: then somebody signs in again.',
    good: ['If you look after several accounts, switch to the right one at Threads first.'],
  },
  /** Of a network that nothing special was written about yet. */
  other: {
    signIn: 'As the account itself, with its own sign-in.',
    ends: 'A permission is renewed automatically where the network allows it. Where it does not, you are emailed seven days before it ends.',
    good: ['The network asks you what may be archived: leave everything ticked.'],
  },
};
