/** A disconnected account: what happened, since when, what to do, and the button that does it. */
import type { NetworkName } from '../../domain/networks.js';
import type { ReactNode } from 'react';
import type { OwnerAccount } from '../../services/reconnect/owner-page.js';
import { needsProfile } from '../../domain/ownership.js';
import type { Reason } from '../../domain/reasons.js';
import { daysBetween } from '../forms/dates.js';
import type { RepairGroup } from './account-groups.js';
import { NetworkIcon } from './icons.js';
import { ReconnectForm } from './reconnect-form.js';
import { useI18n } from '../render/i18n.js';

/** A sign-in alone doesn't repair these. */
const MORE_THAN_A_SIGN_IN: readonly Reason[] = ['checkpoint', 'account_not_found', 'parent_profile_removed'];

export interface Showing {
  now: Date;
  timeZone: string;
  linkedId: string | null;
}

export function RepairCard({ group, showing }: { group: RepairGroup; showing: Showing }) {
  const [first] = group.accounts;
  if (!first) return null;
  const several = group.accounts.length > 1;
  return (
    <div className="card broken" id={`group-${group.key}`}>
      {several && <GroupHead first={first} size={group.accounts.length} />}
      <ul className="accounts">
        {group.accounts.map((account) => (
          <BrokenAccount key={account.id} account={account} showing={showing} quiet={several} />
        ))}
      </ul>
    </div>
  );
}

function GroupHead({ first, size }: { first: OwnerAccount; size: number }) {
  const { words, providerLabel } = useI18n();
  const { yourAccounts } = words;
  const provider = providerLabel(first.network);
  return (
    <div className="group-head">
      <p>
        <strong>{yourAccounts.oneSignIn({ n: size, provider })}</strong>
        {first.parentProfile && (
          <span className="detail">
            <bdi>{yourAccounts.parentProfile({ name: first.parentProfile.name })}</bdi>
          </span>
        )}
      </p>
      <ReconnectForm
        target={{ accountId: first.id, together: true }}
        id={`all-${first.id}`}
        kind="primary"
        label={yourAccounts.reconnectAllAt({ n: size, provider })}
      >
        {yourAccounts.reconnectAll({ n: size })}
      </ReconnectForm>
    </div>
  );
}

function BrokenAccount({ account, showing, quiet }: { account: OwnerAccount; showing: Showing; quiet: boolean }) {
  const { words, networkLabel } = useI18n();
  const { yourAccounts } = words;
  const { id, name, network, parentProfile, disconnect } = account;
  const linked = id === showing.linkedId;
  return (
    <li className={linked ? 'account linked' : 'account'} id={`account-${id}`}>
      <NetworkIcon network={network} />
      <div className="account-body">
        <h3>
          <bdi>{name}</bdi>
          {linked && <span className="tag">{yourAccounts.linked}</span>}
        </h3>
        <p className="detail">
          {networkLabel(network)}
          {needsProfile(account) && parentProfile && (
            <>
              {' · '}
              <bdi>{yourAccounts.parentProfile({ name: parentProfile.name })}</bdi>
            </>
          )}
        </p>
      </div>
      {disconnect && <Why disconnect={disconnect} network={network} showing={showing} />}
      <ReconnectForm
        target={{ accountId: id }}
        id={`reconnect-${id}`}
        kind={quiet ? 'quiet' : 'primary'}
        label={yourAccounts.reconnectNamed({ name })}
      >
        {yourAccounts.reconnect}
      </ReconnectForm>
    </li>
  );
}

interface WhyProps {
  disconnect: NonNullable<OwnerAccount['disconnect']>;
  network: NetworkName;
  showing: Showing;
}

function Why({ disconnect, network, showing }: WhyProps) {
  const i18n = useI18n();
  const { yourAccounts, help } = i18n.words;
  const { reason, since } = disconnect;
  const { what, remedy } = i18n.reason(reason, network);
  const first = MORE_THAN_A_SIGN_IN.includes(reason);
  return (
    <dl className="why">
      <Fact label={yourAccounts.since}>
        <time dateTime={since.toISOString()}>{i18n.day(since, showing.timeZone)}</time> (
        {yourAccounts.days({ n: daysBetween(since, showing.now, showing.timeZone) })})
      </Fact>
      <Fact label={yourAccounts.reason}>{what}</Fact>
      <Fact label={yourAccounts.remedy} className={first ? 'remedy first' : 'remedy'}>
        {remedy}{' '}
        <a href={`/help/reasons#${reason}`} className="nowrap">
          {help.frame.why}
        </a>
      </Fact>
    </dl>
  );
}

function Fact({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
