/** Made by `npm run messages` of i18n/en/you.json. */
export type You = {
  title: string;
  heading: string;
  language: string;
  languageOfArchive: string;
  timeZone: string;
  timeZoneOfArchive: (values: { zone: string }) => string;
  noZone: string;
  sessions: string;
  sessionsLead: string;
  thisOne: string;
  browser: (values: { browser: string; system: string }) => string;
  unknownBrowser: string;
  signedIn: (values: { since: string; until: string }) => string;
  openedWithLink: (values: { since: string; until: string }) => string;
  signOutThere: string;
  signOutElsewhere: string;
  signedOutThere: string;
};
