/** What is known of an account, as a list of facts. */
import type { Authorization } from '../../../services/credentials/authorization-status.js';
import type { ListedAccount } from '../../../services/accounts/account-list.js';
import { daysBetween } from '../../dates.js';
import { Fact } from '../../parts/fact.js';
import { NetworkIcon } from '../../parts/icons.js';
import { capitalized, useSpeech, type Speech } from '../../i18n.js';

interface AccountFactsProps {
  account: ListedAccount;
  authorization: Authorization | null;
  now: Date;
  timeZone: string;
}

export function AccountFacts({ account, authorization, now, timeZone }: AccountFactsProps) {
  const speech = useSpeech();
  const { accountList, accountPage, dashboard, help } = speech.words;
  const { network, owner, parentProfile, status, inactiveReason, disconnect } = account;
  const why = disconnect && speech.reason(disconnect.reason);
  return (
    <section className="card message" aria-label={accountPage.facts}>
      <dl className="facts">
        <Fact label={accountPage.network}>
          <NetworkIcon network={network} /> {speech.networkLabel(network)}
        </Fact>
        <Fact label={accountPage.status}>
          <span className={`status ${status}`}>{accountList.statuses[status]}</span>
        </Fact>
        <Fact label={accountList.owner}>
          <a href={`/owners/${owner.id}`}>{owner.name}</a>
        </Fact>
        <Fact label={accountList.profile}>{parentProfile ?? accountList.noProfile}</Fact>
        {status === 'connected' && <Permission authorization={authorization} timeZone={timeZone} />}
        {status === 'inactive' && inactiveReason && <Fact label={accountPage.whyInactive}>{inactiveReason}</Fact>}
        {disconnect && why && (
          <>
            <Fact label={accountList.since}>
              {speech.moment(disconnect.since, timeZone)} (
              {speech.words.yourAccounts.days(daysBetween(disconnect.since, now, timeZone))})
            </Fact>
            <Fact label={accountList.reason}>{capitalized(why.what)}.</Fact>
            <Fact label={accountPage.remedy}>
              {why.remedy} <a href={`/help/reasons#${disconnect.reason}`}>{help.why}</a>
            </Fact>
            {disconnect.nextEmailAt && (
              <Fact label={accountList.next}>{speech.moment(disconnect.nextEmailAt, timeZone)}</Fact>
            )}
            <Fact label={accountList.emails}>
              {accountList.sent(disconnect.emails.sent, disconnect.emails.delivered, disconnect.emails.failed)}
              {' · '}
              <a href={`/disconnects/${disconnect.id}`}>{dashboard.notice.timeline}</a>
            </Fact>
          </>
        )}
      </dl>
    </section>
  );
}

/** What Relink knows of the permission: given, ends, and what the network last said of it. */
function Permission({ authorization, timeZone }: { authorization: Authorization | null; timeZone: string }) {
  const speech = useSpeech();
  const { permission } = speech.words.accountPage;
  if (!authorization) return <Fact label={permission.title}>{permission.none}</Fact>;
  const { authorizedAt, endsAt, lastCheck, checking } = authorization;
  return (
    <>
      <Fact label={permission.title}>
        {permission.given(speech.day(authorizedAt, timeZone))}
        {endsAt && ` · ${permission.ends(speech.day(endsAt, timeZone))}`}
      </Fact>
      {(lastCheck ?? checking) && (
        <Fact label={permission.lastCheck}>
          {checking
            ? permission.checking
            : lastCheck && `${speech.moment(new Date(lastCheck.at), timeZone)}: ${found(speech, lastCheck)}`}
        </Fact>
      )}
    </>
  );
}

function found(speech: Speech, { verdict }: NonNullable<Authorization['lastCheck']>): string {
  const { unclear, healthy } = speech.words.accountPage.permission.found;
  if (verdict === 'healthy') return healthy;
  return verdict === 'transient' || verdict === 'not_a_disconnect' || verdict === 'unknown'
    ? unclear[verdict]
    : speech.reason(verdict).what;
}
