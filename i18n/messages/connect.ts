/** Made by `npm run messages` of i18n/en/connect.json. */
export type Connect = {
  title: string;
  opening: string;
  noScript: { title: string; lines: readonly string[] };
  inApp: { title: string; lines: readonly string[]; copy: string; copied: string; copyFailed: string; stay: string };
  dead: { title: string; lines: readonly string[]; ask: string; asked: string; askFailed: string };
  unknown: { title: string; lines: readonly string[] };
  none: { title: string; lines: readonly string[] };
  trouble: { title: string; lines: readonly string[]; again: string };
};
