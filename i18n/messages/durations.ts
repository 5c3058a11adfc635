/** Made by `npm run messages` of i18n/en/durations.json. */
export type Durations = {
  underMinute: string;
  minutes: (values: { n: number }) => string;
  hours: (values: { n: number }) => string;
  days: (values: { n: number }) => string;
};
