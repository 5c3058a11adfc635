/** One transfer: followed live while it is running, and then what it did and what to do next. */
import { removeUser } from '../../../services/people/manage.js';
import { continuePendingSignIn } from '../../../services/reconnect/continue.js';
import type { TransferProgress } from '../../../services/transfers/read.js';
import { Frame } from '../../parts/frame.js';
import { Check, Warning } from '../../parts/icons.js';
import { Live } from '../../parts/live.js';
import { useI18n } from '../../render/i18n.js';
import { actorWords } from '../../../i18n/actors.js';
import { usePermitted } from '../../render/signed-in.js';
import { describeTransferred } from '../../render/describe-transferred.js';
import { AccountThing, FormerProfiles, More, ProfileThing, NotMoved } from './parts.js';

export interface ProgressProps extends TransferProgress {
  timeZone: string;
  /** The ID of a sign-in at a network that is waiting for the transfer. */
  pendingId: string | null;
}

export function ProgressPage(props: ProgressProps) {
  const { transfers } = useI18n().words;
  return (
    <Frame title={transfers.title} section="transfers" scripts={['htmx.js']}>
      <Progress {...props} />
      <p className="page-end">
        <a href="/transfers">{transfers.progress.all}</a>
      </p>
    </Frame>
  );
}

export function Progress(props: ProgressProps) {
  const { transfer } = props;
  const running = transfer.status === 'running';
  return (
    <div
      id="progress"
      className="stack"
      {...(running && { 'hx-get': `/transfers/${transfer.id}/now`, 'hx-trigger': 'every 1s', 'hx-swap': 'outerMorph' })}
    >
      <Live>{running ? <Running {...props} /> : transfer.moved ? <Completed {...props} /> : <Ended {...props} />}</Live>
      {transfer.moved && <NextSteps {...props} />}
      {transfer.moved && <Record {...props} />}
    </div>
  );
}

function Running({ owner }: ProgressProps) {
  const { progress } = useI18n().words.transfers;
  return (
    <section className="card message calm-card" aria-busy="true">
      <h1>
        <bdi>{owner ? progress.running({ owner: owner.name }) : progress.runningToRemoved}</bdi>
      </h1>
      <p>{progress.runningNote}</p>
    </section>
  );
}

function Completed({ transfer, owner }: ProgressProps) {
  const i18n = useI18n();
  const { progress } = i18n.words.transfers;
  const { accountIds, parentProfileIds } = transfer.moved!;
  const things = describeTransferred(i18n, accountIds.length, parentProfileIds.length);
  return (
    <div className="bar good wide">
      <Check />
      <div>
        <h1>
          <bdi>
            {owner ? progress.completed({ things, owner: owner.name }) : progress.completedToRemoved({ things })}
          </bdi>
        </h1>
        <p>{progress.completedNote}</p>
      </div>
    </div>
  );
}

function Ended({ transfer }: ProgressProps) {
  const { progress } = useI18n().words.transfers;
  return (
    <section className="card message alert-card" role="alert">
      <h1>
        <Warning /> {progress.ended}
      </h1>
      <p>{progress.endedNote[transfer.status === 'refused' ? 'refused' : 'failed']}</p>
      <div className="actions">
        <a className="button primary" href="/transfers/new">
          {progress.again}
        </a>
      </div>
    </section>
  );
}

/** How many previous owners are named. */
const MAX_NAMED = 6;

/** Who moved what, when, and from whom. */
function Record({ transfer, moved, profiles, notReached, timeZone }: ProgressProps) {
  const i18n = useI18n();
  const { progress } = i18n.words.transfers;
  const { actor, createdAt, notify } = transfer;
  const owners = transfer.moved!.fromOwners.map(({ name }) => name);
  const request = { actor: actorWords(i18n.locale, actor), when: i18n.moment(createdAt, timeZone) };
  return (
    <section className="card form-card" aria-labelledby="what-moved">
      <h2 id="what-moved">{progress.whatMoved}</h2>
      <p>
        <bdi>{progress.record(request)}</bdi>{' '}
        <bdi>{progress.previous({ n: owners.length, owners: i18n.list(owners, MAX_NAMED) })}</bdi>{' '}
        {notify ? progress.notified : progress.notNotified}{' '}
        {notify && notReached.length > 0 && (
          <bdi>{progress.notReached({ n: notReached.length, people: i18n.list(notReached, MAX_NAMED) })}</bdi>
        )}
      </p>
      <ul className="things">
        {profiles.map((profile) => (
          <ProfileThing key={profile.id} profile={profile} />
        ))}
        {moved.first.map((account) => (
          <AccountThing key={account.id} account={account} />
        ))}
      </ul>
      <More of={[moved]} />
    </section>
  );
}

function NextSteps({ owner, ownerId, detached, staying, authorizedThrough, emptied, pendingId }: ProgressProps) {
  const permitted = usePermitted();
  const { progress } = useI18n().words.transfers;
  return (
    <>
      {pendingId && permitted(continuePendingSignIn) && (
        <form method="post" action="/reconnect/continue" className="card message">
          <input type="hidden" name="pending" value={pendingId} />
          <p>{progress.goOnNote}</p>
          <div className="actions">
            <button type="submit" className="primary">
              {progress.goOn}
            </button>
          </div>
        </form>
      )}
      <NotMoved detached={detached} staying={staying} />
      {owner && <FormerProfiles profiles={authorizedThrough} owner={owner.name} />}
      {(permitted(removeUser) ? emptied : []).map(({ id, name }) => (
        <section className="card message" key={id}>
          <p>
            <bdi>{progress.remaining({ owner: name })}</bdi>
          </p>
          <div className="actions">
            <a className="button quiet" href={`/configure/people/${id}/remove`}>
              <bdi>{progress.remove({ owner: name })}</bdi>
            </a>
          </div>
        </section>
      ))}
      {owner && ownerId && (
        <p>
          <a className="button quiet" href={`/owners/${ownerId}`}>
            <bdi>{progress.see({ owner: owner.name })}</bdi>
          </a>
        </p>
      )}
    </>
  );
}
