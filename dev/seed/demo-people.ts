/** The people and accounts of the demo archive. Their ids are the ones that the simulator is given. */
import type { NetworkName, ParentProfileNetwork } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { TokenBreak } from '../network-simulator/model.js';
import type { Role } from '../../domain/roles.js';
import type { NewUser } from '../../services/people/users.js';

export interface DemoPerson extends Pick<NewUser, 'name' | 'email' | 'access' | 'immediateErrorNotifications'> {
  roles: readonly Role[];
}

export interface DemoOwner extends DemoPerson {
  parentProfile?: { network: ParentProfileNetwork; networkProfileId: string };
  accounts: readonly DemoAccount[];
}

export interface DemoAccount {
  network: NetworkName;
  networkAccountId: string;
  name: string;
  /** Whether its owner signed in at the network. Without that, the archive only captures it. */
  authorized?: boolean;
  /** What happened at the network, and what the archive reported then. */
  disconnected?: { how: TokenBreak; reason: Reason; hoursAgo: number };
}

export const DEMO_ARCHIVE = { name: 'City of Fairview', timeZone: 'America/Denver' };

export const DEMO_PRIMARY: DemoPerson = {
  name: 'Dana Whitfield',
  email: 'dana.whitfield@fairview.example',
  roles: ['primary_administrator'],
};

export const DEMO_ADMINISTRATORS: readonly DemoPerson[] = [
  {
    name: 'Marcus Lee',
    email: 'marcus.lee@fairview.example',
    roles: ['full_access_administrator'],
    immediateErrorNotifications: true,
  },
  { name: 'Priya Natarajan', email: 'priya.natarajan@fairview.example', roles: ['read_only_administrator'] },
];

export const DEMO_OWNERS: readonly DemoOwner[] = [
  {
    name: 'Rosa Delgado',
    email: 'rosa.delgado@fairview.example',
    roles: ['account_owner'],
    parentProfile: { network: 'facebook', networkProfileId: '100024518890361' },
    accounts: [
      { network: 'facebook_page', networkAccountId: '204815671', name: 'City of Fairview' },
      { network: 'instagram', networkAccountId: '17841400527718340', name: 'cityoffairview' },
      { network: 'x', networkAccountId: '48830217', name: '@cityoffairview', authorized: true },
    ],
  },
  {
    name: 'Tom Becker',
    email: 'tom.becker@fairview.example',
    roles: ['account_owner'],
    parentProfile: { network: 'facebook', networkProfileId: '100037702214955' },
    accounts: [
      { network: 'facebook_page', networkAccountId: '311907244', name: 'Fairview Police Department', authorized: true },
      {
        network: 'youtube',
        networkAccountId: 'UCfairviewpolice00000001',
        name: 'Fairview Police',
        disconnected: { how: 'password', reason: 'password_changed', hoursAgo: 5 },
      },
      {
        network: 'x',
        networkAccountId: '90215536',
        name: '@FairviewPD',
        authorized: true,
        disconnected: { how: 'revoke', reason: 'token_revoked', hoursAgo: 2 },
      },
    ],
  },
  {
    name: 'Aisha Khan',
    email: 'aisha.khan@fairview.example',
    roles: ['account_owner'],
    access: 'invite',
    parentProfile: { network: 'linkedin', networkProfileId: 'kHn8f2a61Q' },
    accounts: [
      {
        network: 'linkedin_page',
        networkAccountId: '7719034',
        name: 'City of Fairview, Economic Development',
        authorized: true,
      },
      {
        network: 'linkedin_profile',
        networkAccountId: 'kHn8f2a61Q',
        name: 'Aisha Khan, City Manager',
        authorized: true,
      },
    ],
  },
];
