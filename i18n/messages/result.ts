/** Made by `npm run messages` of i18n/en/result.json. */
export type Result = {
  reconnected: {
    title: (values: { n: number }) => string;
    account: (values: { name: string }) => string;
    next: string;
  };
  added: { title: (values: { n: number }) => string; account: (values: { name: string }) => string; next: string };
  renewed: { title: string; account: (values: { name: string }) => string; next: string };
  nothingElse: string;
  lost: { title: string; note: string; account: (values: { name: string }) => string };
  denied: string;
  unmanaged: {
    title: string;
    note: (values: { signedInAs: string }) => string;
    account: (values: { name: string }) => string;
  };
  left: string;
};
