/** Made by `npm run messages` of i18n/en/reconnect-refusals.json. */
export type ReconnectRefusals = {
  unchanged: string;
  named: (values: { name: string; network: string }) => string;
  wrongIdentity: {
    title: string;
    what: (values: { signedInAs: string; account: string }) => string;
    how: (values: { provider: string; name: string }) => string;
  };
  notManaged: {
    title: (values: { signedInAs: string }) => string;
    what: (values: { signedInAs: string; account: string }) => string;
    boxes: (values: { provider: string }) => string;
    otherProfile: string;
    portfolio: string;
    instagram: string;
  };
  nothingAuthorized: {
    title: string;
    what: (values: { signedInAs: string; account: string }) => string;
    how: (values: { provider: string }) => string;
  };
  permissionMissing: {
    title: string;
    what: (values: { signedInAs: string; account: string; missing: string }) => string;
    whatAny: (values: { signedInAs: string; missing: string }) => string;
    without: string;
    how: (values: { provider: string }) => string;
    edit: (values: { provider: string }) => string;
    youtubeBox: string;
  };
  pageRole: {
    title: (values: { signedInAs: string }) => string;
    what: (values: { signedInAs: string; account: string }) => string;
    how: string;
    otherProfile: string;
  };
  noChannel: { title: string; what: (values: { signedInAs: string }) => string; how: string; brand: string };
  notProfessional: {
    title: string;
    what: (values: { signedInAs: string }) => string;
    professional: string;
    link: string;
    otherProfile: string;
  };
  accountOfOwner: {
    title: (values: { owner: string }) => string;
    what: (values: { account: string; owner: string }) => string;
    how: string;
  };
  profileOfOwner: {
    title: (values: { owner: string }) => string;
    what: (values: { profile: string; owner: string }) => string;
    how: string;
  };
  accountOfSomeoneElse: {
    title: string;
    what: (values: { account: string }) => string;
    how: (values: { whom: string }) => string;
  };
  profileOfSomeoneElse: {
    title: string;
    what: (values: { profile: string }) => string;
    how: (values: { whom: string }) => string;
  };
  inTransfer: { title: string; what: (values: { name: string }) => string; how: string };
  inactive: { title: string; what: (values: { account: string }) => string; how: (values: { whom: string }) => string };
  gone: { title: string; what: string; how: (values: { whom: string }) => string };
  notPermitted: { title: string; what: string; how: (values: { whom: string }) => string };
  linkDead: { title: string; what: string; how: string };
};
