/** Whether emails reach a person: an address that was given up, with the ways back, and what became of a new try. */
import { requestTransfer } from '../../../services/transfers/request.js';
import { retryAddress } from '../../../services/people/retry-address.js';
import type { PersonDetail } from '../../../services/people/user-list.js';
import { Warning } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';
import type { LinkLife } from './connect-panel.js';
import { shownAddress } from '../../../i18n/shown-address.js';

interface DeliveryProps {
  detail: PersonDetail;
  links: LinkLife;
}

export function Delivery({ detail, links }: DeliveryProps) {
  const { people, transfers } = useI18n().words;
  const permitted = usePermitted();
  const { user, accountCount, profileCount } = detail;
  if (user.emailState === 'ok') return <Retried detail={detail} links={links} />;
  const { delivery } = people;
  return (
    <section className="card notice" aria-labelledby="delivery">
      <Warning />
      <div>
        <h2 id="delivery">{delivery.states[user.emailState].label}</h2>
        <p>{delivery.states[user.emailState].note}</p>
        <p>{delivery.remedy}</p>
        <NextTry detail={detail} links={links} />
        {permitted(retryAddress) && (
          <form method="post" action={`/configure/people/${user.id}/email-retry`}>
            <button type="submit" className="quiet">
              {delivery.retry}
            </button>
          </form>
        )}
        {accountCount + profileCount > 0 && permitted(requestTransfer) && (
          <p>
            {transfers.offer.bounced}{' '}
            <a href={`/transfers/new?from=${user.id}&step=to`}>{transfers.offer.everything}</a>
          </p>
        )}
      </div>
    </section>
  );
}

/** When the address is tried again automatically, or that this was in vain. */
function NextTry({ detail: { user }, links: { timeZone, rest } }: DeliveryProps) {
  const { words, day } = useI18n();
  const { delivery } = words.people;
  if (!user.autoRetryUsed)
    return (
      user.emailFailedAt && (
        <p>{delivery.retryBy({ day: day(new Date(user.emailFailedAt.getTime() + rest), timeZone) })}</p>
      )
    );
  return user.emailRetriedAt && <p>{delivery.retriedBefore({ day: day(user.emailRetriedAt, timeZone) })}</p>;
}

/** What still waits to be sent, what became of an address that was tried again, and whose address isn't certain to work. */
function Retried({ detail: { user, mailHeldUntil }, links: { timeZone } }: DeliveryProps) {
  const { words, day, moment, list } = useI18n();
  const { trying, works, doubt, heldBack } = words.people.delivery;
  const { emailRetriedAt, emailConfirmedAt } = user;
  const email = shownAddress(user.email);
  return (
    <>
      {mailHeldUntil && (
        <section className="card form-card" aria-labelledby="held-back">
          <h2 id="held-back">{heldBack.title}</h2>
          <p>{heldBack.note({ email, when: moment(mailHeldUntil, timeZone) })}</p>
        </section>
      )}
      {user.emailDoubtAddresses && (
        <section className="card notice" aria-labelledby="doubt">
          <Warning />
          <div>
            <h2 id="doubt">{doubt.title}</h2>
            <p>{doubt.note({ name: user.name, addresses: list(user.emailDoubtAddresses.map(shownAddress)) })}</p>
            <p>{doubt.next}</p>
          </div>
        </section>
      )}
      {user.emailRetriedBy && emailRetriedAt && (
        <section className="card form-card" aria-labelledby="retried">
          <h2 id="retried">{emailConfirmedAt ? works.title : trying.title}</h2>
          <p>
            {emailConfirmedAt
              ? works.note({ email, day: day(emailConfirmedAt, timeZone) })
              : trying.note({ email, day: day(emailRetriedAt, timeZone) })}
          </p>
        </section>
      )}
    </>
  );
}
