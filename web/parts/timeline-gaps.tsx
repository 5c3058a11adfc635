/** Gaps in rows: from, to, why, who was told when, how it ended and by whom. */
import type { Gap } from '../../services/disconnects/capture-gaps.js';
import { capitalized, useSpeech, type Speech } from '../i18n.js';
import { actorWords } from '../timeline.js';
import { NetworkIcon } from './icons.js';

export interface GapTableProps {
  gaps: readonly Gap[];
  now: Date;
  timeZone: string;
}

export function GapTable({ gaps, now, timeZone }: GapTableProps) {
  const { gaps: words } = useSpeech().words;
  return (
    <table className="rows gap-table">
      <thead>
        <tr>
          <th scope="col">{words.account}</th>
          <th scope="col">{words.when}</th>
          <th scope="col">{words.why}</th>
          <th scope="col">{words.told}</th>
          <th scope="col">{words.ended}</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map((gap) => (
          <Row key={gap.disconnectId} gap={gap} now={now} timeZone={timeZone} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ gap, now, timeZone }: Omit<GapTableProps, 'gaps'> & { gap: Gap }) {
  const speech = useSpeech();
  const { gaps: words, dashboard } = speech.words;
  const { account, owner, from, to } = gap;
  const at = (date: Date) => speech.moment(date, timeZone);
  return (
    <tr>
      <th scope="row">
        <span className="with-icon">
          <NetworkIcon network={account.network} />
          <span>
            <bdi>{account.name}</bdi>
            <span className="detail block">
              {speech.networkLabel(account.network)}
              {' · '}
              <bdi>{owner ? owner.name : words.ownerGone}</bdi>
            </span>
          </span>
        </span>
      </th>
      <td data-label={words.when}>
        {to ? words.until(at(from), at(to)) : words.since(at(from))}
        <span className="detail block">{dashboard.duration((to ?? now).getTime() - from.getTime())}</span>
      </td>
      <td data-label={words.why}>{capitalized(speech.reason(gap.reason).what)}.</td>
      <td data-label={words.told}>
        <Told told={gap.told} timeZone={timeZone} />
      </td>
      <td data-label={words.ended}>
        {gap.closedAs === null ? (
          <span className="status disconnected">{words.open}</span>
        ) : (
          <>
            {capitalized(words.closed[gap.closedAs])}
            {gap.closedBy && (
              <span className="detail block">
                <bdi>{words.by(closerWords(speech, gap.closedBy))}</bdi>
              </span>
            )}
          </>
        )}
        <a className="block" href={`/disconnects/${gap.disconnectId}`}>
          {words.timeline}
          <span className="hidden">{words.timelineOf(account.name)}</span>
        </a>
      </td>
    </tr>
  );
}

function Told({ told, timeZone }: { told: Gap['told']; timeZone: string }) {
  const { words, moment } = useSpeech();
  const { gaps } = words;
  if (told.firstAt === null) return gaps.nobody;
  return (
    <>
      <bdi>{gaps.toldWhom(told.to, moment(told.firstAt, timeZone))}</bdi>
      <span className="detail block">{gaps.reminders(told.reminders)}</span>
      {told.cc.length > 0 && (
        <span className="detail block">
          <bdi>{gaps.copies(told.cc)}</bdi>
        </span>
      )}
    </>
  );
}

/** Within a sentence: "by the archive". */
export function closerWords(speech: Speech, { kind, name }: NonNullable<Gap['closedBy']>): string {
  const { actors } = speech.words.gaps;
  if (kind === 'archive' || kind === 'relink' || kind === 'network') return actors[kind];
  if (kind === 'link') return actors.link(name.replace(/^through the Personalized Link of /, ''));
  return actorWords(speech, 'user', name);
}
