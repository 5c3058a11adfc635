/** All transfers, newest first. */
import type { ListedTransfer } from '../../../services/transfers/queries.js';
import { requestTransfer } from '../../../services/transfers/request.js';
import { usePermitted } from '../../render/signed-in.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { Pager } from '../../parts/pager.js';
import { useI18n } from '../../render/i18n.js';
import { actorWords } from '../../../i18n/actors.js';
import { describeTransferred } from '../../render/describe-transferred.js';
import { NEW } from './parts.js';
import { Table } from '../../parts/table.js';

export interface TransfersPageProps {
  rows: readonly ListedTransfer[];
  timeZone: string;
  firstHref: string | null;
  nextHref: string | null;
}

export function TransfersPage({ rows, timeZone, firstHref, nextHref }: TransfersPageProps) {
  const { transfers } = useI18n().words;
  const permitted = usePermitted();
  return (
    <Frame title={transfers.title} section="transfers">
      <div className="page-head with-actions">
        <div>
          <h1>{transfers.title}</h1>
          <p className="lead">{permitted(requestTransfer) ? transfers.lead : transfers.leadViewOnly}</p>
          <p>
            <HelpLink topic="transfer" />
          </p>
        </div>
        <div className="head-actions">
          {permitted(requestTransfer) && (
            <a className="button primary" href={NEW}>
              {transfers.start}
            </a>
          )}
          <a className="button quiet" href="/parent-profiles">
            {transfers.profileList.title}
          </a>
        </div>
      </div>
      {rows.length === 0 ? (
        <section className="card message calm-card">
          <h2>{transfers.none}</h2>
          <p>{transfers.noneNote}</p>
        </section>
      ) : (
        <TransfersTable rows={rows} timeZone={timeZone} />
      )}
      <Pager firstHref={firstHref} nextHref={nextHref} />
    </Frame>
  );
}

function TransfersTable({ rows, timeZone }: Pick<TransfersPageProps, 'rows' | 'timeZone'>) {
  const i18n = useI18n();
  const { words, moment } = i18n;
  const { transfers } = words;
  const { columns } = transfers;
  return (
    <div className="card">
      <Table caption={transfers.title} columns={[columns.what, columns.to, columns.when, columns.status]}>
        {rows.map(({ transfer, toOwner, accountCount, parentProfileCount }) => (
          <tr key={transfer.id}>
            <th scope="row">
              <a href={`/transfers/${transfer.id}`}>
                {accountCount + parentProfileCount > 0
                  ? describeTransferred(i18n, accountCount, parentProfileCount)
                  : transfers.nothingTransferred}
              </a>
            </th>
            <td data-label={columns.to}>
              <bdi>{toOwner?.name ?? transfers.removed}</bdi>
            </td>
            <td data-label={columns.when}>
              <time dateTime={transfer.createdAt.toISOString()}>{moment(transfer.createdAt, timeZone)}</time>{' '}
              <span className="detail">
                <bdi>{actorWords(i18n.locale, transfer.actor)}</bdi>
              </span>
            </td>
            <td data-label={columns.status}>{transfers.statuses[transfer.status]}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
