/** Made by `npm run messages` of i18n/en/preferences.json. */
export type Preferences = {
  title: string;
  opening: string;
  noScript: { title: string; lines: readonly string[] };
  lead: (values: { name: string; archive: string }) => string;
  weekly: string;
  weeklyHint: string;
  immediate: string;
  immediateHint: string;
  immediatePrimary: string;
  immediateReadOnly: string;
  ownerEmails: string;
  ownersAlways: string;
  saved: string;
  stop: { title: string; line: (values: { archive: string }) => string; button: string };
  stopped: { title: string; line: (values: { archive: string }) => string; again: string };
  noAdministrator: { title: string; lines: readonly string[] };
  unknown: { title: string; lines: readonly string[] };
};
