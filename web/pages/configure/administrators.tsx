/** Configure → Administrators: what each one can do, and which emails they get. */
import type { User } from '../../../services/people/users.js';
import { ADMIN_ROLES } from '../../../domain/recipients.js';
import { addUser } from '../../../services/people/manage.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { DoneNotice } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';
import { Address, ListingPager, Search, type Listing } from './people-parts.js';
import { Table } from '../../parts/table.js';

export interface AdministratorsPageProps {
  rows: readonly User[];
  listing: Listing;
  done: string | null;
}

export function AdministratorsPage({ rows, listing, done }: AdministratorsPageProps) {
  const { people, roles } = useI18n().words;
  const { administrators } = people;
  const permitted = usePermitted();
  return (
    <Frame title={administrators.title} section="configure">
      <DoneNotice text={done} />
      <div className="page-head with-actions">
        <div>
          <h1>{administrators.title}</h1>
          <p className="lead">{administrators.lead}</p>
          <p>
            <HelpLink topic="roles" />
          </p>
        </div>
        <div className="head-actions">
          {permitted(addUser) && (
            <a className="button primary" href="/configure/people/new?role=administrator">
              {administrators.add}
            </a>
          )}
        </div>
      </div>
      <ConfigureNav place="administrators" />
      {(listing.search !== '' || listing.next || listing.after) && <Search listing={listing} />}
      {rows.length === 0 ? (
        <section className="card message calm-card">
          <h2>{administrators.nothingFound}</h2>
        </section>
      ) : (
        <AdministratorsTable rows={rows} />
      )}
      <ListingPager listing={listing} />
      <section className="rights" aria-labelledby="rights">
        <h2 id="rights">{administrators.rights}</h2>
        <dl>
          {ADMIN_ROLES.map((role) => (
            <div key={role}>
              <dt>{roles[role]}</dt>
              <dd>{administrators.rightsOf[role]}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Frame>
  );
}

function AdministratorsTable({ rows }: { rows: readonly User[] }) {
  const { administrators } = useI18n().words.people;
  const { columns } = administrators;
  return (
    <div className="card">
      <Table
        caption={administrators.title}
        columns={[columns.name, columns.role, columns.immediate, columns.weekly]}
        className="people-rows"
      >
        {rows.map((user) => (
          <Administrator key={user.id} user={user} />
        ))}
      </Table>
    </div>
  );
}

function Administrator({ user }: { user: User }) {
  const { people, roles } = useI18n().words;
  const { columns, gets, alsoOwner } = people.administrators;
  return (
    <tr>
      <th scope="row">
        <a href={`/configure/people/${user.id}`}>
          <bdi>{user.name}</bdi>
        </a>
        <span className="detail under">
          <Address email={user.email} emailState={user.emailState} />
        </span>
      </th>
      <td data-label={columns.role}>
        {user.adminRole && roles[user.adminRole]}
        {user.isAccountOwner && <span className="detail under">{alsoOwner}</span>}
      </td>
      <td data-label={columns.immediate}>{gets[immediateOf(user)]}</td>
      <td data-label={columns.weekly}>{gets[user.weeklyErrorSummary ? 'yes' : 'no']}</td>
    </tr>
  );
}

/**
 * Requirement: the Primary Administrator is always copied, whatever their preferences; a Read Only administrator never
 * is.
 */
function immediateOf({ adminRole, immediateErrorNotifications }: User): 'always' | 'notReadOnly' | 'yes' | 'no' {
  if (adminRole === 'primary_administrator') return 'always';
  if (adminRole === 'read_only_administrator') return 'notReadOnly';
  return immediateErrorNotifications ? 'yes' : 'no';
}
