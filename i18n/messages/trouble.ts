/** Made by `npm run messages` of i18n/en/trouble.json. */
export type Trouble = {
  refused: string;
  notFound: { title: string; lines: readonly string[] };
  failed: { title: string; lines: readonly string[] };
};
