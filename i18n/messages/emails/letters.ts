/** Made by `npm run messages` of i18n/en/emails/letters.json. */
export type Letters = {
  first: {
    subject: (values: { product: string }) => string;
    preview: (values: { n: number; account: string; archive: string }) => string;
    eyebrow: string;
    intro: (values: { n: number; archive: string }) => string;
  };
  reminder: {
    subject: string;
    preview: (values: { n: number; account: string; day: string; archive: string }) => string;
    eyebrow: (values: { number: number }) => string;
    headline: (values: { n: number; name: string }) => string;
    intro: (values: { n: number; archive: string }) => string;
  };
  again: {
    subject: (values: { n: number; account: string; archive: string }) => string;
    preview: (values: { n: number }) => string;
    eyebrow: string;
    headline: (values: { n: number; name: string }) => string;
    intro: (values: { n: number }) => string;
  };
  transferred: {
    preview: (values: { n: number; account: string; archive: string }) => string;
    intro: (values: { n: number; archive: string }) => string;
  };
  administrators: {
    preview: (values: { n: number; account: string; owner: string; archive: string }) => string;
    intro: (values: { n: number; archive: string; owner: string }) => string;
    todo: (values: { n: number; owner: string }) => string;
  };
  opens: { button: string; link: string };
  reconnect: string;
  seeAll: string;
  since: (values: { network: string; when: string }) => string;
  why: string;
  remedy: (values: { n: number }) => string;
  help: string;
  loss: (values: { n: number; archive: string }) => string;
  whySent: (values: { n: number; archive: string }) => string;
  questions: (values: { n: number; contact: string }) => string;
};
