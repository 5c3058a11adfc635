/** What is known about an account, as a list of facts. */
import type { NetworkName } from '../../../domain/networks.js';
import type { Authorization } from '../../../services/credentials/authorization-status.js';
import type { ListedAccount, ListedDisconnect } from '../../../services/accounts/account-list.js';
import { daysBetween } from '../../forms/dates.js';
import { Fact } from '../../parts/fact.js';
import { NetworkIcon } from '../../parts/icons.js';
import { useI18n, type I18n } from '../../render/i18n.js';
import { emailCounts } from './email-counts.js';

interface AccountFactsProps {
  account: ListedAccount;
  authorization: Authorization | null;
  now: Date;
  timeZone: string;
}

export function AccountFacts({ account, authorization, now, timeZone }: AccountFactsProps) {
  const i18n = useI18n();
  const { accountList, accountPage, help } = i18n.words;
  const { network, owner, parentProfile, status, state, inactiveReason, disconnect } = account;
  const why = disconnect && i18n.reason(disconnect.reason, network);
  return (
    <section className="card message" aria-label={accountPage.facts}>
      <dl className="facts">
        <Fact label={accountPage.network}>
          <NetworkIcon network={network} /> {i18n.networkLabel(network)}
        </Fact>
        <Fact label={accountPage.networkId}>
          <bdi>{account.networkAccountId}</bdi>
        </Fact>
        <Fact label={accountPage.status}>
          <span className={`status ${state}`}>{accountList.statuses[state]}</span>
        </Fact>
        <Fact label={accountList.owner}>
          <a href={`/owners/${owner.id}`}>{owner.name}</a>
        </Fact>
        <Fact label={accountList.profile}>{parentProfile ?? accountList.noProfile}</Fact>
        {status === 'connected' && <Permission network={network} authorization={authorization} timeZone={timeZone} />}
        {status === 'inactive' && inactiveReason && <Fact label={accountPage.whyInactive}>{inactiveReason}</Fact>}
        {disconnect && why && (
          <>
            <Fact label={accountList.since}>
              {accountPage.sinceDays({
                moment: i18n.moment(disconnect.since, timeZone),
                days: daysBetween(disconnect.since, now, timeZone),
              })}
            </Fact>
            <Fact label={accountList.reason}>{why.what}</Fact>
            <Fact label={accountPage.remedy}>
              <span>
                {why.remedy} <a href={`/help/reasons#${disconnect.reason}`}>{help.frame.why}</a>
              </span>
            </Fact>
            <NextEmail disconnect={disconnect} owner={owner} timeZone={timeZone} />
            <Fact label={accountList.emails}>
              <span>
                {emailCounts(i18n, disconnect.emails)}
                {' · '}
                <a href={`/disconnects/${disconnect.id}`}>{accountPage.timeline}</a>
              </span>
            </Fact>
          </>
        )}
      </dl>
    </section>
  );
}

/** One that is about to be sent is counted below instead. */
function NextEmail({
  disconnect: { nextEmailAt, pausedUntil, emails },
  owner,
  timeZone,
}: {
  disconnect: ListedDisconnect;
  owner: ListedAccount['owner'];
  timeZone: string;
}) {
  const { words, moment } = useI18n();
  const { next, noReminders } = words.accountList;
  if (!owner.isReachable) return <Fact label={next}>{noReminders({ owner: owner.name })}</Fact>;
  if (!nextEmailAt || (emails.waiting > 0 && pausedUntil === null)) return null;
  return <Fact label={next}>{moment(nextEmailAt, timeZone)}</Fact>;
}

interface PermissionProps {
  authorization: Authorization | null;
  network: NetworkName;
  timeZone: string;
}

/**
 * What is known about the permission: when it was granted, when it expires, and what the network last said about it.
 */
function Permission({ authorization, network, timeZone }: PermissionProps) {
  const i18n = useI18n();
  const { permission } = i18n.words.accountPage;
  if (!authorization) return <Fact label={permission.title}>{permission.none}</Fact>;
  const { authorizedAt, endsAt, lastCheck, checking } = authorization;
  return (
    <>
      <Fact label={permission.title}>
        {permission.given({ day: i18n.day(authorizedAt, timeZone) })}
        {endsAt && ` · ${permission.expires({ day: i18n.day(endsAt, timeZone) })}`}
      </Fact>
      {(lastCheck ?? checking) && (
        <Fact label={permission.lastCheck}>
          {checking
            ? permission.checking({ provider: i18n.providerLabel(network) })
            : lastCheck && (
                <span>
                  {i18n.moment(new Date(lastCheck.at), timeZone)}
                  <span className="detail block">{finding(i18n, lastCheck, network)}</span>
                </span>
              )}
        </Fact>
      )}
    </>
  );
}

function finding(i18n: I18n, { verdict }: NonNullable<Authorization['lastCheck']>, network: NetworkName): string {
  const { found } = i18n.words.accountPage.permission;
  switch (verdict) {
    case 'healthy':
      return found.healthy;
    case 'transient':
    case 'not_a_disconnect':
    case 'application':
    case 'unknown':
      return found[verdict]({ provider: i18n.providerLabel(network) });
    default:
      return i18n.reason(verdict, network).what;
  }
}
