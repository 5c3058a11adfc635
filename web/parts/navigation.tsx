/** Where somebody who signed in can go: what their role may not open is not there. */
import { isPermitted } from '../../domain/principal.js';
import { changeUser } from '../../services/people/manage.js';
import { useSignedIn } from '../member-context.js';
import { useI18n } from '../i18n.js';

const SECTIONS = ['dashboard', 'mine', 'accounts', 'transfers', 'gaps', 'configure', 'help', 'you'] as const;
export type Section = (typeof SECTIONS)[number];

export function Navigation({ section }: { section?: Section }) {
  const member = useSignedIn();
  const { nav } = useI18n().words;
  if (!member) return null;
  const { principal, session } = member;
  const places: { section: Section; href: string }[] = [
    ...(principal.adminRole ? ([{ section: 'dashboard', href: '/dashboard' }] as const) : []),
    ...(principal.isAccountOwner ? ([{ section: 'mine', href: `/owners/${session.user.id}` }] as const) : []),
    ...(principal.adminRole
      ? ([
          { section: 'accounts', href: '/accounts' },
          { section: 'transfers', href: '/transfers' },
          { section: 'gaps', href: '/gaps' },
        ] as const)
      : []),
    ...(isPermitted(principal, changeUser.access) ? ([{ section: 'configure', href: '/configure' }] as const) : []),
    { section: 'help', href: '/help' },
  ];
  return (
    <nav className="main-nav" aria-label={nav.label}>
      <ul>
        {places.map((place) => (
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
