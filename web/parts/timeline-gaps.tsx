/** A table of gaps: from, to, whose, why, who was told when, how it ended, and by whom, each as it was at the time. */
import type { Gap } from '../../services/disconnects/capture-gaps.js';
import { actorWords } from '../../i18n/actors.js';
import { gapEnd, recipient, unauthorizedWords } from '../render/gap-words.js';
import { useI18n } from '../render/i18n.js';
import { NetworkIcon } from './icons.js';
import { Table } from './table.js';
import { shownAddress } from '../../i18n/shown-address.js';

/** How many of the people who were emailed are named. The file lists them all. */
const MAX_NAMED = 10;
/** How many emails a line lists. The timeline and the file have them all. */
const MAX_LISTED = 8;

export interface GapTableProps {
  gaps: readonly Gap[];
  now: Date;
  timeZone: string;
}

export function GapTable({ gaps, now, timeZone }: GapTableProps) {
  const { gaps: words } = useI18n().words;
  return (
    <Table columns={[words.account, words.when, words.why, words.notified, words.ended]} className="gap-table">
      {gaps.map((gap) => (
        <Row key={`${gap.kind} ${gap.id}`} gap={gap} now={now} timeZone={timeZone} />
      ))}
    </Table>
  );
}

function Row({ gap, now, timeZone }: Omit<GapTableProps, 'gaps'> & { gap: Gap }) {
  const i18n = useI18n();
  const { gaps: words } = i18n.words;
  const { account, owners, from, to } = gap;
  const at = (date: Date) => i18n.moment(date, timeZone);
  const [owner, ...later] = owners;
  return (
    <tr>
      <th scope="row">
        <span className="with-icon">
          <NetworkIcon network={account.network} />
          <span>
            <bdi>{account.name}</bdi>
            <span className="detail block">
              {i18n.networkLabel(account.network)}
              {' · '}
              <bdi>{owner ? owner.name : words.ownerGone}</bdi>
            </span>
            {later.map(({ name, since }) => (
              <span className="detail block" key={since?.getTime()}>
                <bdi>{words.ownerSince({ owner: name, when: since ? at(since) : '' })}</bdi>
              </span>
            ))}
          </span>
        </span>
      </th>
      <td data-label={words.when}>
        {gap.kind !== 'disconnected' && <strong className="block">{words.kinds[gap.kind]}</strong>}
        {to ? words.between({ from: at(from), to: at(to) }) : words.since({ from: at(from) })}
        <span className="detail block">{i18n.duration((to ?? now).getTime() - from.getTime())}</span>
      </td>
      <td data-label={words.why}>
        <Why gap={gap} timeZone={timeZone} />
      </td>
      <td data-label={words.notified}>
        <Notified gap={gap} timeZone={timeZone} />
      </td>
      <td data-label={words.ended}>
        {gap.to === null ? (
          <span className={gap.kind === 'disconnected' ? 'status disconnected' : ''}>{gapEnd(i18n, gap)}</span>
        ) : (
          <>
            {gapEnd(i18n, gap)}
            {gap.closedBy && (
              <span className="detail block">
                <bdi>{actorWords(i18n.locale, gap.closedBy)}</bdi>
              </span>
            )}
          </>
        )}
        {gap.disconnectId && (
          <a
            className="block"
            href={`/disconnects/${gap.disconnectId}`}
            aria-label={words.timelineOf({ account: account.name })}
          >
            {words.timeline}
          </a>
        )}
      </td>
    </tr>
  );
}

/** The reason at the beginning, each that became known later, and what someone typed. */
function Why({ gap, timeZone }: { gap: Gap; timeZone: string }) {
  const i18n = useI18n();
  const { gaps: words, timeline } = i18n.words;
  const { kind, account, reasons, why, begunBy } = gap;
  const typed = why && (
    <span className="detail block">
      <bdi>{timeline.because({ why })}</bdi>
    </span>
  );
  if (kind === 'unauthorized') return <bdi>{unauthorizedWords(i18n, gap)}</bdi>;
  if (kind === 'inactive')
    return (
      <>
        {begunBy ? <bdi>{words.inactiveBy({ person: actorWords(i18n.locale, begunBy) })}</bdi> : words.closed.inactive}
        {typed}
      </>
    );
  return (
    <>
      {reasons.map(({ reason, at }, index) => {
        const what = i18n.reason(reason, account.network).what;
        return index === 0 ? (
          <span className="block" key={at.getTime()}>
            {what}
          </span>
        ) : (
          <span className="detail block" key={at.getTime()}>
            {words.reasonSince({ what, when: i18n.moment(at, timeZone) })}
          </span>
        );
      })}
      {typed}
    </>
  );
}

/** Each email with its date, its recipients of that time, and what became of it. */
function Notified({ gap: { kind, notified }, timeZone }: { gap: Gap; timeZone: string }) {
  const i18n = useI18n();
  const { words, moment, list } = i18n;
  const { gaps, timeline } = words;
  if (notified.firstAt === null) return kind === 'unauthorized' || kind === 'inactive' ? '–' : gaps.nobody;
  return (
    <>
      {notified.emails.slice(0, MAX_LISTED).map(({ at, to, cc, delivery, failed }, index) => {
        const when = moment(at, timeZone);
        const people = list(to.map(recipient), MAX_NAMED);
        return (
          <span className={index === 0 ? 'block' : 'detail block'} key={at.getTime()}>
            <bdi>{index === 0 ? gaps.firstEmail({ people, when }) : gaps.reminder({ n: index, people, when })}</bdi>
            {delivery && <span className="block">{timeline.delivery[`email_${delivery}`]}</span>}
            {cc.length > 0 && (
              <span className="detail block">
                <bdi>
                  {index === 0
                    ? gaps.copies({ people: list(cc.map(recipient), MAX_NAMED) })
                    : gaps.laterCopies({ people: list(cc.map(recipient), MAX_NAMED) })}
                </bdi>
              </span>
            )}
            {failed.length > 0 && (
              <span className="detail block">
                <bdi>{gaps.notReached({ addresses: list(failed.map(shownAddress), MAX_NAMED) })}</bdi>
              </span>
            )}
          </span>
        );
      })}
      <span className="detail block">{gaps.reminders({ n: notified.reminders })}</span>
    </>
  );
}
