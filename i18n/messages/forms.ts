/** Made by `npm run messages` of i18n/en/forms.json. */
export type Forms = {
  save: string;
  cancel: string;
  back: string;
  search: string;
  pages: string;
  next: string;
  first: string;
  saved: string;
  problems: (values: { n: number }) => string;
  nothingFound: string;
};
