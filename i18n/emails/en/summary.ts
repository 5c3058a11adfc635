/** The weekly error summary for administrators. */
import { counted, grouped } from '../numbers.js';

const accounts = (n: number) => counted(n, 'account', 'accounts');

export const summary = {
  eyebrow: 'Weekly error summary',
  subject: (product: string, n: number) =>
    n === 0
      ? `${product}: Weekly error summary - no account is disconnected`
      : `${product}: Weekly error summary - ${accounts(n)} disconnected`,
  headline: (n: number) =>
    n === 0 ? 'No account is disconnected' : n === 1 ? '1 account is disconnected' : `${accounts(n)} are disconnected`,
  intro: (archive: string, from: string, to: string) =>
    `This is what happened in the archive of ${archive} from ${from} to ${to}, and what is disconnected now.`,
  disconnected: {
    title: 'Disconnected now, the longest first',
    detail: (network: string, owner: string, since: string) => `${network} · ${owner} · disconnected since ${since}`,
    more: (n: number, listed: number) =>
      `… and ${counted(n, 'more account', 'more accounts')}: only the ${grouped(listed)} that have been disconnected longest are listed here. The dashboard shows all.`,
  },
  reconnected: {
    title: 'Reconnected in the week',
    detail: (network: string, owner: string, since: string, until: string) =>
      `${network} · ${owner} · disconnected from ${since} to ${until}`,
    more: (n: number) => `… and ${counted(n, 'more account', 'more accounts')} reconnected.`,
  },
  paused: {
    title: 'Emails paused',
    detail: (network: string, owner: string, until: string, why: string) =>
      `${network} · ${owner} · paused until ${until}${why === '' ? '' : `: ${why}`}`,
    more: (n: number) => `… and ${counted(n, 'more account', 'more accounts')} whose emails are paused.`,
  },
  unreachable: {
    title: 'People whom emails do not reach',
    failures: {
      bounced: 'the mail server refuses emails to this address',
      complained: 'an email was marked as spam',
      suppressed: 'the mail provider no longer delivers to this address',
    },
    detail: (email: string, failure: string, waiting: number) =>
      `${email} · ${failure}${waiting === 0 ? '' : ` · ${accounts(waiting)} disconnected, and nobody is asked to reconnect`}`,
    more: (n: number) => `… and ${counted(n, 'more person', 'more people')} whom emails do not reach.`,
  },
  noOwner: 'no Account Owner',
  whySent: (archive: string) =>
    `You receive this email because you are an administrator of the archive of ${archive} and subscribe to the weekly error summary.`,
  preferences: 'Change or stop these emails',
};
