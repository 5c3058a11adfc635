/** A table of gaps: from, to, why, who was told when, how it ended, and by whom. */
import type { Gap } from '../../services/disconnects/capture-gaps.js';
import { actorWords } from '../../i18n/actors.js';
import { useI18n } from '../render/i18n.js';
import { NetworkIcon } from './icons.js';
import { Table } from './table.js';

/** How many of the people who were emailed are named. The file lists them all. */
const MAX_NAMED = 10;

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
        <Row key={gap.disconnectId} gap={gap} now={now} timeZone={timeZone} />
      ))}
    </Table>
  );
}

function Row({ gap, now, timeZone }: Omit<GapTableProps, 'gaps'> & { gap: Gap }) {
  const i18n = useI18n();
  const { gaps: words } = i18n.words;
  const { account, owner, from, to } = gap;
  const at = (date: Date) => i18n.moment(date, timeZone);
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
          </span>
        </span>
      </th>
      <td data-label={words.when}>
        {to ? words.between({ from: at(from), to: at(to) }) : words.since({ from: at(from) })}
        <span className="detail block">{i18n.duration((to ?? now).getTime() - from.getTime())}</span>
      </td>
      <td data-label={words.why}>{i18n.reason(gap.reason, account.network).what}</td>
      <td data-label={words.notified}>
        <Notified notified={gap.notified} timeZone={timeZone} />
      </td>
      <td data-label={words.ended}>
        {gap.closedAs === null ? (
          <span className="status disconnected">{words.open}</span>
        ) : (
          <>
            {words.closed[gap.closedAs]}
            {gap.closedBy && (
              <span className="detail block">
                <bdi>{actorWords(i18n.locale, gap.closedBy)}</bdi>
              </span>
            )}
          </>
        )}
        <a
          className="block"
          href={`/disconnects/${gap.disconnectId}`}
          aria-label={words.timelineOf({ account: account.name })}
        >
          {words.timeline}
        </a>
      </td>
    </tr>
  );
}

function Notified({ notified, timeZone }: { notified: Gap['notified']; timeZone: string }) {
  const { words, moment, list } = useI18n();
  const { gaps } = words;
  if (notified.firstAt === null) return gaps.nobody;
  return (
    <>
      <bdi>{gaps.firstEmail({ people: list(notified.to, MAX_NAMED), when: moment(notified.firstAt, timeZone) })}</bdi>
      <span className="detail block">{gaps.reminders({ n: notified.reminders })}</span>
      {notified.cc.length > 0 && (
        <span className="detail block">
          <bdi>{gaps.copies({ people: list(notified.cc, MAX_NAMED) })}</bdi>
        </span>
      )}
    </>
  );
}
