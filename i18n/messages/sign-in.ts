/** Made by `npm run messages` of i18n/en/sign-in.json. */
export type SignIn = {
  title: string;
  lead: string;
  email: string;
  send: string;
  or: string;
  oidc: string;
  inbox: string;
  noLogin: string;
  sent: { title: string; line: string; noEmail: string };
  confirm: { title: string; line: string; button: string; busy: string };
  other: { title: string; line: string; button: string; stay: string };
  dead: { title: string; lines: readonly string[]; again: string };
  noScript: { title: string; lines: readonly string[] };
  unknownPerson: { title: string; lines: readonly string[] };
  failed: { title: string; lines: readonly string[] };
  choose: { title: string; lead: string };
  out: { title: string; lines: readonly string[] };
};
