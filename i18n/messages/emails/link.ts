/** Made by `npm run messages` of i18n/en/emails/link.json. */
export type Link = {
  added: {
    subject: (values: { archive: string }) => string;
    preview: string;
    eyebrow: string;
    headline: string;
    opening: {
      named: (values: { sender: string; archive: string }) => string;
      unnamed: (values: { archive: string }) => string;
    };
  };
  requested: {
    subject: (values: { archive: string }) => string;
    preview: string;
    eyebrow: string;
    headline: string;
    opening: {
      named: (values: { sender: string; archive: string }) => string;
      unnamed: (values: { archive: string }) => string;
    };
  };
  facts: {
    what: { label: string; value: string };
    how: { label: string; value: string };
    howLong: { label: string; value: string };
  };
  keepIt: string;
};
