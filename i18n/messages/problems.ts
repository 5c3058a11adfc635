/** Made by `npm run messages` of i18n/en/problems.json. */
export type Problems = {
  field: (values: { field: string; problem: string }) => string;
  fields: {
    name: string;
    email: string;
    roles: string;
    reason: string;
    until: string;
    timeZone: string;
    stepDays: string;
    seriesDays: string;
    productName: string;
    senderName: string;
  };
};
