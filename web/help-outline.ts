/**
 * The outline of the help pages: which topics there are and for whom, in the order in which people need them, and the
 * sections of each page. The text is in i18n/<language>/help/. A topic or section without text is a compile-time error,
 * and so is text that isn't listed here.
 */
import type { Messages } from '../i18n/index.js';

export const HELP_GROUPS = {
  owners: ['reconnect', 'reasons', 'links', 'who', 'parentProfiles', 'connect', 'networks', 'emails'],
  administrators: [
    'dashboard',
    'transfer',
    'people',
    'stopEmails',
    'checks',
    'roles',
    'import',
    'preferences',
    'security',
    'emailSeries',
    'surgeHolds',
  ],
  auditors: ['viewOnly', 'gaps', 'timeline'],
  staff: ['apiKeys', 'singleSignOn'],
} as const;

export type HelpGroup = keyof typeof HELP_GROUPS;
export type HelpTopic = (typeof HELP_GROUPS)[HelpGroup][number];

export const HELP_TOPICS: readonly HelpTopic[] = Object.values(HELP_GROUPS).flat();

/** Returns the end of the topic's URL: "parent-profiles". */
export const slugOf = (topic: HelpTopic): string => topic.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const helpPath = (topic: HelpTopic): string => `/help/${slugOf(topic)}`;

/** The sections of these topics are the reasons and the networks themselves. */
export type ListedTopic = 'reasons' | 'networks';
export type WrittenTopic = Exclude<HelpTopic, ListedTopic>;

type Help = Messages['help'];

export interface SectionOutline {
  /** Topics to read next. */
  more?: readonly HelpTopic[];
  /** Shown between the section's text and what follows it. */
  table?: 'series' | 'roles' | 'scopes';
  /** The target of the section's link. */
  href?: string;
}

type Sections<T extends WrittenTopic> = { readonly [S in keyof Help[T]['sections']]: SectionOutline };

/** Keyed by the ID at the end of a section's link, which is the same in every language. */
export const HELP_OUTLINE: { readonly [T in WrittenTopic]: Sections<T> } = {
  reconnect: {
    before: { more: ['who', 'transfer'] },
    steps: {},
    together: {},
    signedIn: {},
    signedOut: {},
    otherOwner: { more: ['transfer'] },
    wrongAccount: {},
    unchecked: {},
    window: {},
    mailApp: {},
    late: {},
    greenBar: { more: ['reasons'] },
  },
  links: { can: {}, where: {}, dead: {}, howLong: {}, visit: {}, cannot: {}, password: {}, renew: {} },
  who: {
    accountOwner: { more: ['transfer'] },
    profile: { more: ['parentProfiles'] },
    ownLogin: { more: ['networks'] },
    onBehalf: { more: ['links'] },
  },
  parentProfiles: {
    why: {},
    archived: {},
    several: {},
    oneOwner: { more: ['transfer'] },
    leaving: {},
    real: { more: ['reasons'] },
    where: {},
  },
  connect: { steps: { more: ['links'] }, added: {}, already: {}, missing: { more: ['networks'] }, notSetUp: {} },
  emails: {
    series: { table: 'series', more: ['emailSeries'] },
    together: {},
    copies: { more: ['roles', 'preferences'] },
    stop: { more: ['stopEmails'] },
    others: {},
    bounced: { more: ['links'] },
  },
  dashboard: {
    look: { more: ['reasons'] },
    owner: { more: ['links'] },
    yourself: { more: ['checks', 'parentProfiles'] },
    left: { more: ['transfer'] },
    noEmail: { more: ['people'] },
    many: { more: ['surgeHolds'] },
    closed: { more: ['stopEmails'] },
  },
  transfer: {
    when: {},
    who: { more: ['roles'] },
    how: {},
    profiles: { more: ['parentProfiles'] },
    emails: {},
    afterward: {},
  },
  people: {
    owner: { more: ['links'] },
    administrator: { more: ['roles'] },
    email: {},
    bounced: {},
    primary: {},
    remove: { more: ['transfer'] },
  },
  stopEmails: {
    which: {},
    pause: { more: ['emailSeries'] },
    inactive: {},
    withdraw: { more: ['timeline', 'gaps'] },
    automatic: {},
  },
  checks: { four: { more: ['transfer'] }, permission: {}, nightly: {}, none: { more: ['import'] } },
  roles: { roles: { table: 'roles', more: ['emails'] }, ownerAccess: { more: ['links'] }, refused: {} },
  import: {
    steps: {},
    people: { more: ['roles'] },
    accounts: { more: ['transfer'] },
    emails: {},
    state: { more: ['checks'] },
    limits: {},
  },
  preferences: { signIn: {}, sessions: {}, notifications: { more: ['emails'] }, owner: {}, language: {} },
  security: {
    again: {},
    which: {},
    how: {},
    sessions: { more: ['preferences'] },
    notices: {},
    unexpected: { more: ['apiKeys', 'singleSignOn'] },
    keys: { more: ['apiKeys'] },
  },
  emailSeries: { usual: { more: ['emails'] }, change: {}, rules: {}, running: {}, look: {} },
  surgeHolds: { why: {}, happens: {}, decide: { more: ['stopEmails'] }, who: {}, settings: {}, code: {} },
  viewOnly: {
    see: { more: ['gaps', 'timeline'] },
    cannot: { more: ['roles'] },
    files: {},
    emails: { more: ['preferences'] },
  },
  gaps: { counted: {}, lost: {}, not: { more: ['stopEmails'] }, report: { more: ['timeline'] } },
  timeline: { where: {}, shows: { more: ['gaps'] }, trust: {}, who: {}, file: {} },
  apiKeys: { create: {}, permissions: { table: 'scopes' }, revoke: {}, responsible: {}, docs: { href: '/docs' } },
  singleSignOn: {
    how: {},
    setUp: {},
    token: {},
    who: { more: ['roles'] },
    change: {},
    organization: { more: ['preferences'] },
  },
};
