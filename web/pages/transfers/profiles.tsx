/** The Parent Profiles of the archive, with what each authorizes. */
import { SEARCH_LENGTH } from '../../forms/forms.js';
import { PROVIDER_LABELS } from '../../../domain/networks.js';
import { requestTransfer } from '../../../services/transfers/request.js';
import { usePermitted } from '../../render/signed-in.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';
import type { ManagingProfile } from '../../../services/accounts/parent-profile-list.js';
import { Pager } from '../../parts/pager.js';
import { NEW } from './parts.js';
import { hiddenHeading, Table } from '../../parts/table.js';

export interface ProfilesPageProps {
  rows: readonly ManagingProfile[];
  search: string;
  firstHref: string | null;
  nextHref: string | null;
}

export function ProfilesPage({ rows, search, firstHref, nextHref }: ProfilesPageProps) {
  const { words } = useI18n();
  const { profiles } = words.transfers;
  return (
    <Frame title={profiles.title} section="transfers">
      <div className="page-head">
        <h1>{profiles.title}</h1>
        <p className="lead">{profiles.lead}</p>
        <p>
          <HelpLink topic="parentProfiles" />
        </p>
      </div>
      {(rows.length > 0 || search !== '') && (
        <search>
          <form className="filter" method="get" action="/parent-profiles">
            <div className="field">
              <label htmlFor="field-q">{profiles.search}</label>
              <input id="field-q" type="search" name="q" defaultValue={search} maxLength={SEARCH_LENGTH} dir="auto" />
            </div>
            <button type="submit" className="quiet">
              {words.forms.search}
            </button>
          </form>
        </search>
      )}
      {rows.length === 0 ? (
        <section className="card message calm-card">
          <h2>{search === '' ? profiles.none : words.forms.nothingFound}</h2>
          {search === '' && <p>{profiles.noneNote}</p>}
        </section>
      ) : (
        <ProfilesTable rows={rows} />
      )}
      <Pager firstHref={firstHref} nextHref={nextHref} />
    </Frame>
  );
}

function ProfilesTable({ rows }: Pick<ProfilesPageProps, 'rows'>) {
  const { profiles, offer } = useI18n().words.transfers;
  return (
    <div className="card">
      <Table
        caption={profiles.title}
        columns={[profiles.profile, profiles.owner, profiles.manages, hiddenHeading(offer.profile)]}
      >
        {rows.map((row) => (
          <Profile key={row.id} row={row} />
        ))}
      </Table>
    </div>
  );
}

function Profile({ row }: { row: ManagingProfile }) {
  const permitted = usePermitted();
  const { profiles, offer } = useI18n().words.transfers;
  const left = row.manages.total - row.manages.first.length;
  return (
    <tr>
      <th scope="row">
        <bdi>{row.name}</bdi> <span className="detail">{PROVIDER_LABELS[row.network]}</span>
      </th>
      <td data-label={profiles.owner}>
        {
          <a href={`/owners/${row.owner.id}`}>
            <bdi>{row.owner.name}</bdi>
          </a>
        }
      </td>
      <td data-label={profiles.manages}>
        {row.manages.total === 0 ? (
          profiles.nothing
        ) : (
          <ul className="plain-list">
            {row.manages.first.map(({ id, name }) => (
              <li key={id}>
                <a href={`/accounts/${id}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
            {left > 0 && <li className="detail">{profiles.more(left)}</li>}
          </ul>
        )}
      </td>
      <td>
        {row.inTransfer ? (
          <span className="detail">{profiles.inTransfer}</span>
        ) : (
          permitted(requestTransfer) && (
            <a className="button quiet" href={`${NEW}?profile=${row.id}&step=to`}>
              {offer.profile}
              <span className="hidden">{profiles.transferOf(row.name)}</span>
            </a>
          )
        )}
      </td>
    </tr>
  );
}
