/**
 * The notice of disconnected accounts. Article: the administrators see a notification when an account is disconnected,
 * with a link that leads to the Account Owner's list. It replaces itself when something has changed.
 */
import { mayReconnect } from '../../../services/reconnect/permission.js';
import { releaseSurgeHold, withdrawHeldReports } from '../../../services/disconnects/surge-holds.js';
import type { SurgeHoldWithCounts } from '../../../services/disconnects/surge-hold-queries.js';
import type { DashboardNow, DisconnectedAccount, DisconnectedOwner } from '../../../services/dashboard/current.js';
import { changeUser } from '../../../services/people/manage.js';
import { PROVIDER_LABELS } from '../../../domain/networks.js';
import type { ShownTrouble } from '../../../services/troubles/application-troubles.js';
import { formatMessage } from '../../../i18n/format-message.js';
import { daysBetween } from '../../forms/dates.js';
import { usePermitted, useSignedIn } from '../../render/signed-in.js';
import { Check, NetworkIcon, Warning } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';

export interface NoticeProps {
  dashboard: DashboardNow;
  now: Date;
  timeZone: string;
}

export function Notice({ dashboard, now, timeZone }: NoticeProps) {
  const { notice } = useI18n().words.dashboard;
  const { counts, owners, ownerCount } = dashboard;
  const { notAuthorized } = counts;
  const troubles = dashboard.applicationTroubles.map((trouble) => (
    <OurTrouble key={trouble.provider} trouble={trouble} timeZone={timeZone} />
  ));
  if (counts.disconnected === 0)
    return (
      <>
        {dashboard.noOneReachable && <NoOneReachable />}
        {troubles}
        <AllWell counts={counts} troubled={troubles.length > 0} />
        <NotAuthorized n={notAuthorized} />
      </>
    );
  return (
    <>
      {dashboard.noOneReachable && <NoOneReachable />}
      {troubles}
      {dashboard.surgeHolds.map((surgeHold) => (
        <Waiting key={surgeHold.id} surgeHold={surgeHold} timeZone={timeZone} />
      ))}
      <section className="card notice-card" aria-labelledby="notice-title">
        <div className="notice-head">
          <Warning />
          <div>
            <h2 id="notice-title">{notice.title({ n: counts.disconnected })}</h2>
            <p>{notice.lead}</p>
          </div>
        </div>
        <ul className="owners">
          {owners.map((owner) => (
            <OwnerRow key={owner.ownerId} owner={owner} now={now} timeZone={timeZone} />
          ))}
        </ul>
        {ownerCount > owners.length && (
          <p className="notice-more">
            {notice.moreOwners({ n: ownerCount - owners.length })}{' '}
            <a href="/accounts?status=disconnected">{notice.allDisconnected}</a>
          </p>
        )}
      </section>
      <NotAuthorized n={notAuthorized} />
    </>
  );
}

function NoOneReachable() {
  const { noOne } = useI18n().words.dashboard.notice;
  const { people } = useI18n().words;
  const permitted = usePermitted();
  return (
    <section className="card alert-card waiting-emails" aria-labelledby="no-one-reachable">
      <div>
        <h2 id="no-one-reachable">{noOne.title}</h2>
        <p>{noOne.note}</p>
      </div>
      {permitted(changeUser) && (
        <a className="button primary" href="/configure/administrators">
          {people.administrators.title}
        </a>
      )}
    </section>
  );
}

/** A network refused our own app. Administrators need to do nothing, but read that it isn't their accounts. */
function OurTrouble({ trouble, timeZone }: { trouble: ShownTrouble; timeZone: string }) {
  const { words, moment } = useI18n();
  const { ourTrouble } = words.dashboard;
  const { provider, since, lastSeenAt } = trouble;
  const id = `trouble-${provider}`;
  return (
    <section className="card alert-card waiting-emails" aria-labelledby={id}>
      <div>
        <h2 id={id}>{ourTrouble.title({ provider: PROVIDER_LABELS[provider] })}</h2>
        <p>{ourTrouble.lead({ provider: PROVIDER_LABELS[provider] })}</p>
        <p className="detail">
          {ourTrouble.when({ since: moment(since, timeZone), last: moment(lastSeenAt, timeZone) })}
        </p>
      </div>
    </section>
  );
}

/** Imported accounts that no one has authorized: nothing is known to be wrong, and nothing is known to be right. */
function NotAuthorized({ n }: { n: number }) {
  const { notAuthorized } = useI18n().words.dashboard.notice;
  const person = useSignedIn();
  if (n === 0 || !person) return null;
  const list = person.ownerId === null ? '/accounts' : `/owners/${person.ownerId}`;
  return (
    <section className="card message" aria-labelledby="not-authorized">
      <h2 id="not-authorized">{notAuthorized.title({ n })}</h2>
      <p>{notAuthorized.lead({ n })}</p>
      <p>
        <a className="button quiet" href={`${list}?status=not_authorized`}>
          {notAuthorized.see}
        </a>
      </p>
    </section>
  );
}

/** The surge hold: emails about many accounts on one network are waiting for a decision. */
function Waiting({ surgeHold, timeZone }: { surgeHold: SurgeHoldWithCounts; timeZone: string }) {
  const { words, moment, providerLabel } = useI18n();
  const { notice } = words.surgeHold;
  const counted = words.networks[surgeHold.network].counted({ n: surgeHold.open });
  const permitted = usePermitted();
  return (
    <section className="card alert-card waiting-emails" aria-labelledby={`surge-hold-${surgeHold.id}`}>
      <div>
        <h2 id={`surge-hold-${surgeHold.id}`}>{notice.title({ counted })}</h2>
        <p>
          {formatMessage(surgeHold.code === null ? notice.lead : notice.leadCode, {
            n: surgeHold.open,
            until: moment(surgeHold.until, timeZone),
            provider: providerLabel(surgeHold.network),
          })}
        </p>
      </div>
      <a className="button primary" href={`/surge-holds/${surgeHold.id}`}>
        {permitted(releaseSurgeHold, withdrawHeldReports) ? notice.decide : notice.view}
      </a>
    </section>
  );
}

/** @param troubled whether a network refuses our own app: then an account may not be captured although it is connected */
function AllWell({ counts, troubled }: Pick<DashboardNow, 'counts'> & { troubled: boolean }) {
  const { connected, inactive, notAuthorized } = counts;
  const { dashboard, accountList } = useI18n().words;
  const { notice } = dashboard;
  const any = connected + inactive > 0;
  const allWell = inactive + notAuthorized === 0 && !troubled ? notice.none : accountList.noneDisconnected;
  const permitted = usePermitted();
  const noAccountsLead = permitted(changeUser) ? notice.noAccountsStart : notice.noAccountsLead;
  return (
    <section className="card calm-card well">
      <span className="badge">
        <Check />
      </span>
      <div>
        <h2>{any ? allWell : notice.noAccounts}</h2>
        <p>{any ? notice.noneLead : noAccountsLead}</p>
      </div>
    </section>
  );
}

function OwnerRow({ owner, now, timeZone }: { owner: DisconnectedOwner; now: Date; timeZone: string }) {
  const i18n = useI18n();
  const { notice } = i18n.words.dashboard;
  const person = useSignedIn();
  const permitted = usePermitted();
  const { ownerId, name, since, disconnected, accounts, emailState } = owner;
  const mayRepair = person !== null && mayReconnect(person.principal, ownerId);
  return (
    <li className="owner">
      <div className="owner-head">
        <div>
          <h3>
            <bdi>{name}</bdi>
          </h3>
          <p className="detail">
            {notice.accounts({
              n: disconnected,
              day: i18n.day(since, timeZone),
              days: daysBetween(since, now, timeZone),
            })}
          </p>
          {emailState !== 'ok' && (
            <p className="problem">
              {notice.unreachable}{' '}
              {permitted(changeUser) && (
                <a href={`/configure/people/${ownerId}`} aria-label={notice.fixAddressOf({ owner: name })}>
                  {notice.fixAddress}
                </a>
              )}
            </p>
          )}
        </div>
        <a
          href={`/owners/${ownerId}`}
          className={mayRepair ? 'button primary' : 'button quiet'}
          aria-label={mayRepair ? notice.reconnectOf({ owner: name }) : notice.viewOf({ owner: name })}
        >
          {mayRepair ? notice.reconnect : notice.view}
        </a>
      </div>
      <ul className="owner-accounts">
        {accounts.map((account) => (
          <AccountLine key={account.accountId} account={account} />
        ))}
        {disconnected > accounts.length && (
          <li className="detail">{notice.more({ n: disconnected - accounts.length })}</li>
        )}
      </ul>
    </li>
  );
}

function AccountLine({ account }: { account: DisconnectedAccount }) {
  const { networkLabel, reason, words } = useI18n();
  const { notice } = words.dashboard;
  return (
    <li>
      <NetworkIcon network={account.network} />
      <p>
        <a href={`/disconnects/${account.disconnectId}`} aria-label={notice.timelineOf({ account: account.name })}>
          <bdi>{account.name}</bdi>
        </a>
        <span className="detail">
          {networkLabel(account.network)} · {reason(account.reason, account.network).label}
          {account.pausedUntil && <> · {notice.paused}</>}
        </span>
      </p>
    </li>
  );
}
