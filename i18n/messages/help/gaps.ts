/** Made by `npm run messages` of i18n/en/help/gaps.json. */
export type Gaps = {
  title: string;
  lead: string;
  sections: {
    counted: { heading: string; list: readonly string[] };
    lost: { heading: string; text: readonly string[] };
    not: { heading: string; text: readonly string[] };
    report: { heading: string; text: readonly string[]; list: readonly string[] };
  };
};
