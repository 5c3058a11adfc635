/** One disconnect from start to finish: its current state, the gap in the record, and everything that happened. */
import type { Episode } from '../../services/disconnects/timeline.js';
import { mayReconnect } from '../../services/reconnect/permission.js';
import type { FieldError } from '../forms/field-errors.js';
import { useSignedIn } from '../render/signed-in.js';
import { DoneNotice, Problems } from '../parts/form.js';
import { HelpLink } from '../parts/help-link.js';
import { daysBetween } from '../forms/dates.js';
import { Fact } from '../parts/fact.js';
import { Frame } from '../parts/frame.js';
import { NetworkIcon } from '../parts/icons.js';
import { TimelineActions, type Typed } from '../parts/timeline-actions.js';
import { TimelineList } from '../parts/timeline-list.js';
import { TimelinePicture } from '../parts/timeline-picture.js';
import { useI18n } from '../render/i18n.js';
import type { DescribedEvent } from '../render/timeline.js';

export interface DisconnectPageProps {
  episode: Episode;
  /** Null when the report was a mistake. */
  gap: { from: Date; to: Date | null } | null;
  events: readonly DescribedEvent[];
  /** Whether there are more events than the page shows. */
  isTruncated: boolean;
  nextEmailAt: Date | null;
  pausedUntil: Date | null;
  now: Date;
  today: string;
  timeZone: string;
  isOwn: boolean;
  readOnly: boolean;
  done: string | null;
  errors: readonly FieldError[];
  typed: Typed | null;
}

export function DisconnectPage(props: DisconnectPageProps) {
  const { episode, events, isTruncated, timeZone, isOwn, readOnly, done, errors } = props;
  const { account, disconnect } = episode;
  const { accountPage, rights, timeline } = useI18n().words;
  const { pause } = accountPage;
  const labels = {
    until: pause.until,
    reason: props.typed?.action === 'withdraw' ? timeline.withdraw.reason : pause.reason,
  };
  const isOpen = disconnect.status === 'open';
  const title = timeline.title({ account: account.name });
  return (
    <Frame title={title} section={isOwn ? 'mine' : 'accounts'}>
      <div className="page-head">
        {!account.deleted && (
          <p>
            <a href={`/accounts/${account.id}`}>{timeline.back({ account: account.name })}</a>
          </p>
        )}
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <HelpLink topic="timeline" />
        </p>
      </div>
      <div className="stack">
        <DoneNotice text={done} />
        <Problems errors={errors} labels={labels} toDo="continue" />
        <Facts {...props} />
        <Gap {...props} />
        <section className="card message" aria-labelledby="events">
          <h2 id="events">{timeline.events}</h2>
          <TimelineList events={events} timeZone={timeZone} />
          {isTruncated && <p>{timeline.moreEvents({ n: events.length })}</p>}
          <p>
            <a href={`/disconnects/${disconnect.id}/timeline.csv`} className="button quiet">
              {timeline.csv.download}
            </a>
          </p>
        </section>
        {readOnly && isOpen && <p className="lead">{rights.readOnly}</p>}
        {isOpen && <TimelineActions {...props} id={disconnect.id} pauseReason={disconnect.pauseReason} />}
      </div>
    </Frame>
  );
}

function Facts({ episode, now, nextEmailAt, pausedUntil, timeZone }: DisconnectPageProps) {
  const i18n = useI18n();
  const person = useSignedIn();
  const { accountList, accountPage, timeline, yourAccounts } = i18n.words;
  const { account, owner, disconnect } = episode;
  const { status, closedAs, detectedAt, pauseReason } = disconnect;
  const why = i18n.reason(disconnect.reason, account.network);
  const isOpen = status === 'open';
  const days = daysBetween(detectedAt, now, timeZone);
  const pauseEnd = pausedUntil ? i18n.moment(pausedUntil, timeZone) : '';
  return (
    <section className="card message" aria-label={timeline.facts}>
      <dl className="facts">
        <Fact label={timeline.state}>
          <span className={`status ${isOpen ? 'disconnected' : closedAs === 'reconnected' ? 'connected' : ''}`}>
            {timeline.states[closedAs ?? 'open']}
          </span>
        </Fact>
        <Fact label={accountPage.network}>
          <span className="with-icon">
            <NetworkIcon network={account.network} /> {i18n.networkLabel(account.network)}
          </span>
        </Fact>
        <Fact label={accountList.owner}>
          <Owners episode={episode} timeZone={timeZone} />
        </Fact>
        <Fact label={accountList.since}>
          {i18n.moment(detectedAt, timeZone)}
          {isOpen && ` (${yourAccounts.days({ n: days })})`}
        </Fact>
        <Fact label={accountList.reason}>{why.what}</Fact>
        {isOpen && <Fact label={accountPage.remedy}>{why.remedy}</Fact>}
        {nextEmailAt && (
          <Fact label={timeline.nextEmail}>
            {owner && !owner.isReachable
              ? accountList.noReminders({ owner: owner.name })
              : i18n.moment(nextEmailAt, timeZone)}
          </Fact>
        )}
        {pausedUntil && (
          <Fact label={timeline.paused}>
            {pauseReason ? timeline.pausedWhy({ day: pauseEnd, reason: pauseReason }) : pauseEnd}
          </Fact>
        )}
      </dl>
      {isOpen && owner && person && mayReconnect(person.principal, owner.id) && (
        <p>
          <a href={`/owners/${owner.id}`} className="button primary">
            {timeline.reconnect}
          </a>
        </p>
      )}
    </section>
  );
}

/** Whose the account was during the disconnect, as the people were called then, and whose it is now if that is someone else. */
function Owners({ episode: { owner, owners, account }, timeZone }: Pick<DisconnectPageProps, 'episode' | 'timeZone'>) {
  const { words, moment } = useI18n();
  const { gaps, timeline } = words;
  const isToday = (id: string | null) => owner !== null && owner.id === id;
  return (
    <>
      {owners.map(({ id, name, since }) => {
        const said = since ? gaps.ownerSince({ owner: name, when: moment(since, timeZone) }) : name;
        return (
          <span className="block" key={since?.getTime() ?? 0}>
            <bdi>{isToday(id) ? <a href={`/owners/${id}`}>{said}</a> : said}</bdi>
          </span>
        );
      })}
      {owner && !isToday(owners.at(-1)?.id ?? null) && (
        <span className="detail block">
          <bdi>
            <a href={`/owners/${owner.id}`}>{timeline.ownerNow({ owner: owner.name })}</a>
          </bdi>
        </span>
      )}
      {account.deleted && <span className="detail block">{timeline.accountDeleted}</span>}
    </>
  );
}

function Gap({ episode, gap, events, pausedUntil, now, timeZone }: DisconnectPageProps) {
  const { words, moment, duration } = useI18n();
  const { timeline } = words;
  const { lastCapturedAt, detectedAt, closedAs } = episode.disconnect;
  const lasted = gap ? duration((gap.to ?? now).getTime() - gap.from.getTime()) : '';
  const from = gap ? moment(gap.from, timeZone) : '';
  return (
    <section className="card message" aria-labelledby="gap">
      <h2 id="gap">{timeline.gap}</h2>
      {gap ? (
        <>
          <p>
            <strong>
              {gap.to
                ? timeline.gapClosed({ from, to: moment(gap.to, timeZone), duration: lasted })
                : timeline.gapOpen({ from, duration: lasted })}
            </strong>
          </p>
          <p className="lead">
            {lastCapturedAt ? timeline.fromCaptured : timeline.fromNoticed}{' '}
            {(closedAs === 'inactive' || closedAs === 'deleted') && timeline.gapEnded}
          </p>
        </>
      ) : (
        <p>{timeline.gapNone}</p>
      )}
      <TimelinePicture
        gap={gap}
        since={detectedAt}
        events={events}
        pausedUntil={pausedUntil}
        now={now}
        timeZone={timeZone}
      />
    </section>
  );
}
