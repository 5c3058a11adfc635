/**
 * A table of accounts: "each account with network, name, status, reason, since when, Parent Profile, next email, emails
 * sent".
 */
import type { NetworkName } from '../../../domain/networks.js';
import type { ListedAccount, ListedDisconnect } from '../../../services/accounts/account-list.js';
import { daysBetween } from '../../forms/dates.js';
import { NetworkIcon } from '../../parts/icons.js';
import { ReconnectForm } from '../../parts/reconnect-form.js';
import { useI18n } from '../../render/i18n.js';
import { hiddenHeading, Table } from '../../parts/table.js';
import { emailCounts } from './email-counts.js';

export interface TableProps {
  accounts: readonly ListedAccount[];
  now: Date;
  timeZone: string;
  /** Whether the reader can begin a sign-in for this account. */
  mayReconnect: (account: ListedAccount) => boolean;
  withOwner: boolean;
}

export function AccountTable({ accounts, withOwner, ...showing }: TableProps) {
  const { accountList: words } = useI18n().words;
  return (
    <Table
      columns={[
        words.account,
        ...(withOwner ? [words.owner] : []),
        words.status,
        words.next,
        hiddenHeading(words.details),
      ]}
      className="accounts-table"
    >
      {accounts.map((account) => (
        <Row key={account.id} account={account} withOwner={withOwner} {...showing} />
      ))}
    </Table>
  );
}

function Row({
  account,
  withOwner,
  mayReconnect,
  ...showing
}: Omit<TableProps, 'accounts'> & { account: ListedAccount }) {
  const { words, networkLabel } = useI18n();
  const { accountList } = words;
  const { id, name, network, owner, parentProfile, state, disconnect, inactiveReason } = account;
  return (
    <tr id={`account-${id}`}>
      <th scope="row">
        <span className="with-icon">
          <NetworkIcon network={network} />
          <span>
            <bdi>{name}</bdi>
            <span className="detail block">
              {networkLabel(network)}
              {parentProfile && (
                <>
                  {' · '}
                  <bdi>{accountList.profileOf({ profile: parentProfile })}</bdi>
                </>
              )}
            </span>
          </span>
        </span>
      </th>
      {withOwner && (
        <td data-label={accountList.owner}>
          <OwnerLink owner={owner} />
        </td>
      )}
      <td data-label={accountList.status}>
        <span className={`status ${state}`}>{accountList.statuses[state]}</span>
        {disconnect && <Since disconnect={disconnect} network={network} {...showing} />}
        {state === 'inactive' && inactiveReason && (
          <span className="detail block">
            <bdi>{inactiveReason}</bdi>
          </span>
        )}
      </td>
      <td data-label={disconnect ? accountList.next : undefined}>
        {disconnect && <Emails disconnect={disconnect} owner={owner} {...showing} />}
      </td>
      <td className="row-actions">
        {mayReconnect(account) && <SignInButton account={account} />}
        <a href={`/accounts/${id}`} className="button quiet" aria-label={accountList.detailsOf({ account: name })}>
          {accountList.details}
        </a>
      </td>
    </tr>
  );
}

/** The way on from a state that someone has to sign in for. */
export function SignInButton({
  account: { id, name, state },
}: {
  account: Pick<ListedAccount, 'id' | 'name' | 'state'>;
}) {
  const { accountList } = useI18n().words;
  if (state !== 'disconnected' && state !== 'not_authorized') return null;
  const broken = state === 'disconnected';
  const label = (broken ? accountList.reconnectAccount : accountList.authorizeAccount)({ account: name });
  return (
    <ReconnectForm target={{ accountId: id }} id={`reconnect-${id}`} kind={broken ? 'primary' : 'quiet'} label={label}>
      {broken ? accountList.reconnect : accountList.authorize}
    </ReconnectForm>
  );
}

function OwnerLink({ owner }: Pick<ListedAccount, 'owner'>) {
  return (
    <a href={`/owners/${owner.id}`}>
      <bdi>{owner.name}</bdi>
    </a>
  );
}

type When = Pick<TableProps, 'now' | 'timeZone'>;

function Since({ disconnect, network, now, timeZone }: When & { disconnect: ListedDisconnect; network: NetworkName }) {
  const { words, day, reason } = useI18n();
  return (
    <span className="detail block">
      {words.accountList.sinceDay({
        day: day(disconnect.since, timeZone),
        days: daysBetween(disconnect.since, now, timeZone),
      })}{' '}
      {reason(disconnect.reason, network).what}
    </span>
  );
}

function Emails({
  disconnect,
  owner,
  timeZone,
}: When & Pick<ListedAccount, 'owner'> & { disconnect: ListedDisconnect }) {
  const i18n = useI18n();
  const { words, day, moment } = i18n;
  return (
    <>
      {disconnect.pausedUntil
        ? words.accountList.pausedUntil({ day: day(disconnect.pausedUntil, timeZone) })
        : !owner.isReachable
          ? words.accountList.noReminders({ owner: owner.name })
          : disconnect.emails.waiting === 0 &&
            disconnect.nextEmailAt && (
              <time dateTime={disconnect.nextEmailAt.toISOString()}>{moment(disconnect.nextEmailAt, timeZone)}</time>
            )}
      <span className={disconnect.emails.failed > 0 ? 'problem block' : 'detail block'}>
        {emailCounts(i18n, disconnect.emails)}
      </span>
    </>
  );
}
