/** Made by `npm run messages` of i18n/en/help/api-keys.json. */
export type ApiKeys = {
  title: string;
  lead: string;
  sections: {
    create: { heading: string; steps: readonly string[]; after: readonly string[] };
    permissions: { heading: string; text: readonly string[]; after: readonly string[] };
    revoke: { heading: string; text: readonly string[] };
    docs: { heading: string; text: readonly string[]; link: string };
  };
};
