/** Made by `npm run messages` of i18n/en/emails/moved.json. */
export type Moved = {
  new: {
    eyebrow: string;
    subject: {
      accounts: (values: { n: number; account: string; archive: string }) => string;
      profiles: (values: { n: number; name: string; archive: string }) => string;
    };
    preview: {
      alone: (values: { n: number }) => string;
      paused: (values: { n: number }) => string;
      nothing: (values: { from: string }) => string;
    };
    intro: {
      named: (values: { mover: string; from: string; archive: string }) => string;
      unnamed: (values: { from: string; archive: string }) => string;
    };
    after: string;
    paused: (values: { n: number }) => string;
    alone: (values: { n: number }) => string;
    nothing: string;
    profiles: (values: { n: number }) => string;
  };
  old: {
    eyebrow: string;
    subject: {
      accounts: (values: { n: number; account: string; to: string; archive: string }) => string;
      profiles: (values: { n: number; name: string; to: string; archive: string }) => string;
    };
    preview: { staying: (values: { n: number }) => string; nothing: (values: { to: string }) => string };
    intro: {
      named: (values: { mover: string; to: string; archive: string }) => string;
      unnamed: (values: { to: string; archive: string }) => string;
    };
    after: { staying: (values: { n: number }) => string; nothing: (values: { n: number }) => string };
    accounts: (values: { n: number }) => string;
    profiles: (values: { n: number }) => string;
    staying: (values: { n: number }) => string;
  };
  profile: (values: { provider: string }) => string;
};
