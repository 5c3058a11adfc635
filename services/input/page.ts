/** What a list is asked for: the items behind `after`, and how many. Queries read one more, to know whether there are more. */
export interface Page {
  after: string | null;
  limit: number;
}
