/** Made by `npm run messages` of i18n/en/help/roles.json. */
export type Roles = {
  title: string;
  lead: string;
  sections: {
    roles: { heading: string };
    ownerAccess: { heading: string; list: readonly string[] };
    refused: { heading: string; text: readonly string[] };
  };
  table: {
    columns: { role: string; howMany: string; can: string; emails: string };
    of: {
      primary_administrator: { howMany: string; can: string; emails: string };
      full_access_administrator: { howMany: string; can: string; emails: string };
      read_only_administrator: { howMany: string; can: string; emails: string };
      account_owner: { howMany: string; can: string; emails: string };
    };
  };
};
