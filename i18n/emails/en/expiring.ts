/** A permission that ends soon: Relink "asks the owner once, before records are lost". */
import { grouped, type Counted } from '../numbers.js';

const things = ({ n, name }: Counted) => (n === 1 ? name : `${grouped(n)} accounts`);

export const expiring = {
  subject: (product: string, accounts: Counted) =>
    `${product}: Please renew the permission to archive ${things(accounts)}`,
  eyebrow: 'Still archived',
  headline: (day: string) => `Renew the permission before ${day}`,
  intro: (archive: string, n: number) =>
    `The archive of ${archive} still captures ${n === 1 ? 'the account below' : 'the accounts below'}, but the network ends its permission soon. Sign in once more before then, and nothing is lost. Later, posts are missing from the record until you do.`,
  ends: (day: string) => `permission ends on ${day}`,
  open: 'Renew on my page',
  once: 'You are asked once. If the permission does end, you are emailed again as for any disconnected account.',
};
