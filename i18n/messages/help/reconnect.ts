/** Made by `npm run messages` of i18n/en/help/reconnect.json. */
export type Reconnect = {
  title: string;
  lead: string;
  sections: {
    before: { heading: string; text: readonly string[]; list: readonly string[] };
    steps: { heading: string; steps: readonly string[]; after: readonly string[] };
    together: { heading: string; text: readonly string[] };
    signedIn: { heading: string; text: readonly string[] };
    signedOut: { heading: string; text: readonly string[] };
    otherOwner: { heading: string; text: readonly string[] };
    wrongAccount: { heading: string; text: readonly string[] };
    unchecked: { heading: string; text: readonly string[] };
    window: { heading: string; text: readonly string[] };
    mailApp: { heading: string; text: readonly string[] };
    late: { heading: string; text: readonly string[] };
    greenBar: { heading: string; text: readonly string[] };
  };
};
