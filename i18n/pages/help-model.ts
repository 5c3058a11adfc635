/** What a help page is made of. Its words are data, so that every language has the same parts. */
export const HELP_TOPICS = ['reasons', 'reconnect', 'who', 'transfer', 'links', 'emails', 'roles'] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

export interface HelpTable {
  head: readonly string[];
  /** The first cell of a row names it. */
  rows: readonly (readonly string[])[];
}

export interface HelpSection {
  /** What a link to it ends with; the same in every language. */
  id: string;
  heading: string;
  paragraphs?: readonly string[];
  steps?: readonly string[];
  list?: readonly string[];
  table?: HelpTable;
  /** After the list, the steps or the table. */
  closing?: string;
  /** Where to read on. */
  more?: readonly HelpTopic[];
}

export interface HelpPage {
  title: string;
  /** On the page, and below its name in the list of all. */
  lead: string;
  sections: readonly HelpSection[];
}

/** Why an account is disconnected. */
export interface ReasonHelp {
  heading: string;
  what: string;
  notice: string;
  fix: readonly string[];
  prevent: string;
}

export interface NetworkHelp {
  signIn: string;
  ends: string;
  good: readonly string[];
}
