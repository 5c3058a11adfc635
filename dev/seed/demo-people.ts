/** The people and accounts of the demo archive. Their ids are the ones that the simulator is given. */
import type { NetworkName, ParentProfileNetwork } from '../../domain/networks.js';
import type { Role } from '../../domain/roles.js';
import type { NewUser } from '../../services/people/users.js';

export interface DemoPerson extends Pick<NewUser, 'name' | 'email' | 'access' | 'immediateErrorNotifications'> {
  roles: readonly Role[];
}

export interface DemoOwner extends DemoPerson {
  parentProfile?: { network: ParentProfileNetwork; networkProfileId: string };
  accounts: readonly { network: NetworkName; networkAccountId: string; name: string }[];
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
      { network: 'x', networkAccountId: '48830217', name: '@cityoffairview' },
    ],
  },
  {
    name: 'Tom Becker',
    email: 'tom.becker@fairview.example',
    roles: ['account_owner'],
    parentProfile: { network: 'facebook', networkProfileId: '100037702214955' },
    accounts: [
      { network: 'facebook_page', networkAccountId: '311907244', name: 'Fairview Police Department' },
      { network: 'youtube', networkAccountId: 'UCfairviewpolice00000001', name: 'Fairview Police' },
      { network: 'x', networkAccountId: '90215536', name: '@FairviewPD' },
    ],
  },
  {
    name: 'Aisha Khan',
    email: 'aisha.khan@fairview.example',
    roles: ['account_owner'],
    access: 'invite',
    parentProfile: { network: 'linkedin', networkProfileId: 'kHn8f2a61Q' },
    accounts: [
      { network: 'linkedin_page', networkAccountId: '7719034', name: 'City of Fairview, Economic Development' },
      { network: 'linkedin_profile', networkAccountId: 'kHn8f2a61Q', name: 'Aisha Khan, City Manager' },
    ],
  },
];
