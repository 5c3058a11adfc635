/** The archive's Parent Profiles, with the accounts that each authorizes. */
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
  const { profileList } = words.transfers;
  return (
    <Frame title={profileList.title} section="transfers">
      <div className="page-head">
        <h1>{profileList.title}</h1>
        <p className="lead">{profileList.lead}</p>
        <p>
          <HelpLink topic="parentProfiles" />
        </p>
      </div>
      {(rows.length > 0 || search !== '') && (
        <search>
          <form className="filter" method="get" action="/parent-profiles">
            <div className="field">
              <label htmlFor="field-q">{profileList.search}</label>
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
          <h2>{search === '' ? profileList.none : words.forms.nothingFound}</h2>
          {search === '' && <p>{profileList.noneNote}</p>}
        </section>
      ) : (
        <ProfilesTable rows={rows} />
      )}
      <Pager firstHref={firstHref} nextHref={nextHref} />
    </Frame>
  );
}

function ProfilesTable({ rows }: Pick<ProfilesPageProps, 'rows'>) {
  const { profileList, offer } = useI18n().words.transfers;
  return (
    <div className="card">
      <Table
        caption={profileList.title}
        columns={[profileList.profile, profileList.owner, profileList.manages, hiddenHeading(offer.profile)]}
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
  const { profileList, offer, more } = useI18n().words.transfers;
  const left = row.manages.total - row.manages.first.length;
  return (
    <tr>
      <th scope="row">
        <bdi>{row.name}</bdi> <span className="detail">{PROVIDER_LABELS[row.network]}</span>
      </th>
      <td data-label={profileList.owner}>
        {
          <a href={`/owners/${row.owner.id}`}>
            <bdi>{row.owner.name}</bdi>
          </a>
        }
      </td>
      <td data-label={profileList.manages}>
        {row.manages.total === 0 ? (
          profileList.nothing
        ) : (
          <ul className="plain-list">
            {row.manages.first.map(({ id, name }) => (
              <li key={id}>
                <a href={`/accounts/${id}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
            {left > 0 && <li className="detail">{more({ n: left })}</li>}
          </ul>
        )}
      </td>
      <td>
        {row.inTransfer ? (
          <span className="detail">{profileList.inTransfer}</span>
        ) : (
          permitted(requestTransfer) && (
            <a
              className="button quiet"
              href={`${NEW}?profile=${row.id}&step=to`}
              aria-label={offer.profileNamed({ name: row.name })}
            >
              {offer.profile}
            </a>
          )
        )}
      </td>
    </tr>
  );
}
