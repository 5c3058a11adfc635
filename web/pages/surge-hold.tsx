/** `/brakes/<id>`: what was reported at once, and the two decisions. Each says what will happen. */
import type { FieldError } from '../../http/validate.js';
import type { BrakeWithCounts, Braked } from '../../services/disconnects/surge-holds.js';
import { Fact } from '../parts/fact.js';
import { Done, problemOf, Problems, TextField } from '../parts/form.js';
import { Frame } from '../parts/frame.js';
import { NetworkIcon } from '../parts/icons.js';
import { REASON_LENGTH } from '../parts/pause-panel.js';
import { useSpeech } from '../i18n.js';

export interface BrakePageProps {
  brake: BrakeWithCounts;
  braked: Braked;
  timeZone: string;
  mayDecide: boolean;
  errors: readonly FieldError[];
  reason: string;
  done: string | null;
}

export function BrakePage(props: BrakePageProps) {
  const { words, networkLabel, moment } = useSpeech();
  const { brake: say } = words;
  const { brake, timeZone, errors, done } = props;
  return (
    <Frame title={say.title} section="dashboard">
      <Done text={done} />
      <div className="page-head">
        <h1>{say.heading(brake.disconnects, networkLabel(brake.network))}</h1>
        <p className="lead">
          {brake.state === 'holding' ? say.holding(moment(brake.until, timeZone)) : <Ended {...props} />}
        </p>
      </div>
      <Problems errors={errors} />
      <div className="stack">
        <Reported {...props} />
        {brake.state === 'holding' && props.mayDecide && <Decisions {...props} />}
      </div>
    </Frame>
  );
}

function Ended({ brake, timeZone }: BrakePageProps) {
  const { words, moment } = useSpeech();
  const { ended } = words.brake;
  const at = moment(brake.endedAt ?? brake.until, timeZone);
  if (brake.state === 'released') return <bdi>{ended.released(brake.endedBy ?? '', at)}</bdi>;
  if (brake.state === 'withdrawn') return <bdi>{ended.withdrawn(brake.endedBy ?? '', at)}</bdi>;
  return <>{ended.expired(at)}</>;
}

function Reported({ brake, braked, timeZone }: BrakePageProps) {
  const speech = useSpeech();
  const { facts } = speech.words.brake;
  return (
    <section className="card message" aria-labelledby="reported">
      <h2 id="reported">
        <NetworkIcon network={brake.network} /> {facts.title}
      </h2>
      <dl className="facts">
        <Fact label={facts.began}>
          <time dateTime={brake.beganAt.toISOString()}>{speech.moment(brake.beganAt, timeZone)}</time>
        </Fact>
        <Fact label={facts.accounts}>{braked.accountsInUse}</Fact>
        <Fact label={facts.open}>{brake.open}</Fact>
        {brake.state === 'holding' && <Fact label={facts.owners}>{braked.owners}</Fact>}
      </dl>
      <h3>{facts.reasons}</h3>
      <ul>
        {braked.reasons.map(({ reason, rawCode, n }) => (
          <li key={`${reason} ${rawCode}`}>
            {facts.reason(n, speech.reason(reason).what)}
            {rawCode && <> ({facts.code(rawCode)})</>}
          </li>
        ))}
      </ul>
      {braked.accounts.length > 0 && (
        <>
          <h3>{facts.which}</h3>
          <ul>
            {braked.accounts.map(({ disconnectId, name }) => (
              <li key={disconnectId}>
                <a href={`/disconnects/${disconnectId}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
          {brake.open > braked.accounts.length && <p>{facts.more(brake.open - braked.accounts.length)}</p>}
        </>
      )}
    </section>
  );
}

function Decisions({ brake, errors, reason }: BrakePageProps) {
  const { release, withdraw } = useSpeech().words.brake;
  return (
    <div className="action-cards">
      <section className="card message" aria-labelledby="release">
        <h2 id="release">{release.title}</h2>
        <form method="post" action={`/brakes/${brake.id}/release`} className="form">
          <p>{release.lead}</p>
          <button type="submit" className="primary">
            {release.button}
          </button>
        </form>
      </section>
      <section className="card message" aria-labelledby="withdraw">
        <h2 id="withdraw">{withdraw.title}</h2>
        <form method="post" action={`/brakes/${brake.id}/withdraw`} className="form">
          <p>{withdraw.lead}</p>
          <TextField
            name="reason"
            label={withdraw.reason}
            required
            maxLength={REASON_LENGTH}
            value={reason}
            problem={problemOf(errors, 'reason')}
          />
          <button type="submit" className="quiet">
            {withdraw.button}
          </button>
        </form>
      </section>
    </div>
  );
}
