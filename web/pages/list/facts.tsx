/** What is known of an account, as a list of facts. */
import type { Authorization } from '../../../db/authorizations.js';
import type { ListedAccount } from '../../../db/accounts-page.js';
import { daysBetween } from '../../dates.js';
import { Fact } from '../../parts/fact.js';
import { NetworkIcon } from '../../parts/icons.js';
import { capitalized, useSpeech } from '../../speech.js';

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
        {authorization && (
          <Fact label={accountPage.permission.title}>
            {[
              accountPage.permission.given(speech.day(authorization.authorizedAt, timeZone)),
              authorization.endsAt && accountPage.permission.ends(speech.day(authorization.endsAt, timeZone)),
              authorization.checkedAt &&
                accountPage.permission.checked(speech.moment(authorization.checkedAt, timeZone)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Fact>
        )}
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
