/** Made by `npm run messages` of i18n/en/data-deletion.json. */
export type DataDeletion = {
  title: string;
  nothing: string;
  asked: (values: { provider: string; moment: string }) => string;
  done: (values: { moment: string }) => string;
  deleted: string;
  what: {
    credentials: (values: { n: number }) => string;
    profiles: (values: { n: number }) => string;
    disconnected: (values: { n: number }) => string;
  };
  none: string;
  kept: string;
  keptLines: readonly string[];
  keep: string;
  unknown: { title: string; lines: readonly string[] };
};
