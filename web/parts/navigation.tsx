/** The navigation for people who are signed in. It leaves out what their role can't open. */
import { browseAccounts } from '../../services/accounts/read.js';
import { listOwnSessions } from '../../services/access/sessions.js';
import { readHistory } from '../../services/dashboard/history.js';
import { listGaps } from '../../services/disconnects/read-gaps.js';
import { changeUser } from '../../services/people/manage.js';
import { listTransfers } from '../../services/transfers/read.js';
import { usePermitted, useSignedIn } from '../render/signed-in.js';
import { useI18n } from '../render/i18n.js';

const SECTIONS = ['dashboard', 'mine', 'accounts', 'transfers', 'gaps', 'configure', 'help', 'you'] as const;
export type Section = (typeof SECTIONS)[number];

export function Navigation({ section }: { section?: Section }) {
  const person = useSignedIn();
  const permitted = usePermitted();
  const { nav } = useI18n().words;
  if (!person) return null;
  const { principal, session } = person;
  const places: { section: Section; href: string; shown: boolean }[] = [
    { section: 'dashboard', href: '/dashboard', shown: permitted(readHistory) },
    { section: 'mine', href: `/owners/${session.user.id}`, shown: principal.isAccountOwner },
    { section: 'accounts', href: '/accounts', shown: permitted(browseAccounts) },
    { section: 'transfers', href: '/transfers', shown: permitted(listTransfers) },
    { section: 'gaps', href: '/gaps', shown: permitted(listGaps) },
    { section: 'configure', href: '/configure', shown: permitted(changeUser) },
    { section: 'help', href: '/help', shown: true },
    { section: 'you', href: '/you', shown: permitted(listOwnSessions) },
  ];
  return (
    <nav className="main-nav" aria-label={nav.label}>
      <ul>
        {places
          .filter(({ shown }) => shown)
          .map((place) => (
            <li key={place.section}>
              <a href={place.href} aria-current={place.section === section ? 'page' : undefined}>
                {nav[place.section]}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
