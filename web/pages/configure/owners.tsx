/** Configure → Account Owners: who owns which accounts, and each owner's link. */
import type { OwnerRow } from '../../../services/people/user-list.js';
import { addUser } from '../../../services/people/manage.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { DoneNotice } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';
import { ConnectPanel, type LinkLife } from './connect-panel.js';
import { Address, listQuery, ListingPager, Search, type Listing } from './people-parts.js';
import { Table } from '../../parts/table.js';

export interface OwnersPageProps {
  rows: readonly OwnerRow[];
  total: number;
  listing: Listing;
  links: LinkLife;
  done: string | null;
}

export function OwnersPage({ rows, total, listing, links, done }: OwnersPageProps) {
  const { owners } = useI18n().words.people;
  const permitted = usePermitted();
  return (
    <Frame title={owners.title} section="configure" scripts={['copy.js', 'fresh-sign-in.js']}>
      <DoneNotice text={done} />
      <div className="page-head with-actions">
        <div>
          <h1>{owners.title}</h1>
          <p className="lead">{owners.lead}</p>
          <p>
            <HelpLink topic="people" />
          </p>
        </div>
        <div className="head-actions">
          {permitted(addUser) && (
            <a className="button primary" href="/configure/people/new?role=account_owner">
              {owners.add}
            </a>
          )}
        </div>
      </div>
      <ConfigureNav place="owners" />
      {(total > 0 || listing.search !== '') && <Search listing={listing} />}
      {rows.length === 0 ? (
        <Nothing searched={listing.search !== ''} />
      ) : (
        <>
          <p className="detail list-count">{owners[listing.search === '' ? 'total' : 'matching']({ n: total })}</p>
          <OwnersTable rows={rows} links={links} list={listQuery(listing)} />
        </>
      )}
      <ListingPager listing={listing} />
    </Frame>
  );
}

function Nothing({ searched }: { searched: boolean }) {
  const { owners } = useI18n().words.people;
  return (
    <section className="card message calm-card">
      <h2>{searched ? owners.nothingFound : owners.none}</h2>
      {!searched && <p>{owners.noneNote}</p>}
    </section>
  );
}

function OwnersTable({ rows, links, list }: { rows: readonly OwnerRow[]; links: LinkLife; list: string }) {
  const { owners } = useI18n().words.people;
  const { columns } = owners;
  return (
    <div className="card">
      <Table
        caption={owners.title}
        columns={[columns.name, columns.accounts, columns.access, columns.link]}
        className="people-rows"
      >
        {rows.map((row) => (
          <Owner key={row.user.id} row={row} links={links} list={list} />
        ))}
      </Table>
    </div>
  );
}

function Owner({ row, links, list }: { row: OwnerRow; links: LinkLife; list: string }) {
  const { words, number } = useI18n();
  const { owners, access, connect } = words.people;
  const { user, accountCount, disconnectedCount } = row;
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
      <td data-label={owners.columns.accounts}>
        {accountCount === 0 ? (
          number(0)
        ) : (
          <a href={`/owners/${user.id}`} aria-label={owners.seeAccounts({ name: user.name, n: accountCount })}>
            {number(accountCount)}
          </a>
        )}
        {disconnectedCount > 0 && (
          <>
            {' '}
            <span className="status disconnected">{owners.disconnected({ n: disconnectedCount })}</span>
          </>
        )}
      </td>
      <td data-label={owners.columns.access}>{access[user.access].label}</td>
      <td className="connect-cell">
        <details className="connect">
          <summary className="button quiet" aria-label={connect.openFor(user)}>
            {connect.open}
          </summary>
          <ConnectPanel row={row} links={links} list={list} />
        </details>
      </td>
    </tr>
  );
}
