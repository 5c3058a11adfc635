/** `/surge-holds/<id>`: what was reported at once, and the two possible decisions, each with its consequences. */
import { releaseSurgeHold, withdrawHeldReports } from '../../services/disconnects/surge-holds.js';
import type { FieldError } from '../forms/field-errors.js';
import { usePermitted } from '../render/signed-in.js';
import type { SurgeHoldWithCounts, HeldDisconnects } from '../../services/disconnects/surge-hold-queries.js';
import { Fact } from '../parts/fact.js';
import { DoneNotice, problemOf, Problems, TextField } from '../parts/form.js';
import { FreshSignIn } from '../parts/fresh-sign-in.js';
import { HelpLink } from '../parts/help-link.js';
import { Frame } from '../parts/frame.js';
import { NetworkIcon } from '../parts/icons.js';
import { REASON_LENGTH } from '../../domain/limits.js';
import { useI18n } from '../render/i18n.js';
import { formatMessage } from '../../i18n/format-message.js';
import { actorWords } from '../../i18n/actors.js';

export interface SurgeHoldPageProps {
  surgeHold: SurgeHoldWithCounts;
  held: HeldDisconnects;
  timeZone: string;
  errors: readonly FieldError[];
  reason: string;
  done: string | null;
}

export function SurgeHoldPage(props: SurgeHoldPageProps) {
  const { words, providerLabel, moment } = useI18n();
  const { title, withdraw, heading, headingCode, holding, holdingCode } = words.surgeHold;
  const { surgeHold, timeZone, errors, done } = props;
  const { network, code, state, until, disconnects } = surgeHold;
  const counted = words.networks[network].counted({ n: disconnects });
  return (
    <Frame title={title} section="dashboard">
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>{formatMessage(code === null ? heading : headingCode, { counted })}</h1>
        <p className="lead">
          {state === 'holding' ? (
            formatMessage(code === null ? holding : holdingCode, {
              provider: providerLabel(network),
              until: moment(until, timeZone),
              code: code ?? '',
            })
          ) : (
            <Ended {...props} />
          )}
        </p>
        <p>
          <HelpLink topic="surgeHolds" />
        </p>
      </div>
      <Problems errors={errors} labels={{ reason: withdraw.reason({ n: surgeHold.open }) }} toDo="continue" />
      <div className="stack">
        <Reported {...props} />
        {state === 'holding' && <Decisions {...props} />}
      </div>
    </Frame>
  );
}

function Ended({ surgeHold, timeZone }: SurgeHoldPageProps) {
  const { locale, words, moment } = useI18n();
  const { ended } = words.surgeHold;
  const by = surgeHold.endedBy ? actorWords(locale, surgeHold.endedBy) : '';
  const at = moment(surgeHold.endedAt ?? surgeHold.until, timeZone);
  if (surgeHold.state === 'released') return <bdi>{ended.released({ by, at })}</bdi>;
  if (surgeHold.state === 'withdrawn') return <bdi>{ended.withdrawn({ by, at })}</bdi>;
  return <>{ended.expired({ at })}</>;
}

function Reported({ surgeHold, held, timeZone }: SurgeHoldPageProps) {
  const i18n = useI18n();
  const { networks, surgeHold: words } = i18n.words;
  const { facts } = words;
  return (
    <section className="card message" aria-labelledby="reported">
      <h2 id="reported">
        <NetworkIcon network={surgeHold.network} /> {facts.title}
      </h2>
      <dl className="facts">
        <Fact label={facts.began}>
          <time dateTime={surgeHold.beganAt.toISOString()}>{i18n.moment(surgeHold.beganAt, timeZone)}</time>
        </Fact>
        <Fact label={facts.inUse}>{networks[surgeHold.network].counted({ n: held.accountsInUse })}</Fact>
        <Fact label={facts.open}>{i18n.number(surgeHold.open)}</Fact>
        {surgeHold.state === 'holding' && <Fact label={facts.owners}>{i18n.number(held.owners)}</Fact>}
      </dl>
      <h3>{facts.reasons}</h3>
      <ul>
        {held.reasons.map(({ reason, rawCode: code, n }) => {
          const { label } = i18n.reason(reason, surgeHold.network);
          return (
            <li key={`${reason} ${code}`}>
              {code ? facts.reasonWithCode({ reason: label, code, n }) : facts.reason({ reason: label, n })}
            </li>
          );
        })}
      </ul>
      {held.accounts.length > 0 && (
        <>
          <h3>{facts.which}</h3>
          <ul>
            {held.accounts.map(({ disconnectId, name }) => (
              <li key={disconnectId}>
                <a href={`/disconnects/${disconnectId}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
          {surgeHold.open > held.accounts.length && <p>{facts.more({ n: surgeHold.open - held.accounts.length })}</p>}
        </>
      )}
    </section>
  );
}

function Decisions({ surgeHold, held, errors, reason }: SurgeHoldPageProps) {
  const { release, withdraw } = useI18n().words.surgeHold;
  const permitted = usePermitted();
  const accounts = { n: surgeHold.open };
  if (!permitted(releaseSurgeHold, withdrawHeldReports)) return null;
  return (
    <div className="action-cards">
      {permitted(releaseSurgeHold) && (
        <section className="card message" aria-labelledby="release">
          <h2 id="release">{release.title(accounts)}</h2>
          <form method="post" action={`/surge-holds/${surgeHold.id}/release`} className="form">
            <p>{release.lead({ owners: held.owners })}</p>
            <button type="submit" className="primary">
              {release.button}
            </button>
          </form>
        </section>
      )}
      {permitted(withdrawHeldReports) && (
        <section className="card message" aria-labelledby="withdraw">
          <h2 id="withdraw">{withdraw.title(accounts)}</h2>
          <form method="post" action={`/surge-holds/${surgeHold.id}/withdraw`} className="form">
            <p>{withdraw.lead(accounts)}</p>
            <FreshSignIn before="withdraw" />
            <TextField
              name="reason"
              label={withdraw.reason(accounts)}
              required
              maxLength={REASON_LENGTH}
              value={reason}
              problem={problemOf(errors, 'reason')}
            />
            <button type="submit" className="quiet">
              {withdraw.button(accounts)}
            </button>
          </form>
        </section>
      )}
    </div>
  );
}
