/** Everything that happened during a disconnect, in order. */
import { useI18n } from '../render/i18n.js';
import type { DescribedEvent } from '../render/timeline.js';
import { MarkIcon } from './timeline-picture.js';

export function TimelineList({ events, timeZone }: { events: readonly DescribedEvent[]; timeZone: string }) {
  const { words, moment } = useI18n();
  const { timeline } = words;
  if (events.length === 0) return <p>{timeline.empty}</p>;
  return (
    <ol className="timeline-list">
      {events.map(({ id, at, sentence, mark }) => (
        <li key={id}>
          <MarkIcon mark={mark} />
          <div>
            <time className="detail block" dateTime={at.toISOString()}>
              {moment(at, timeZone)}
            </time>
            <p>
              <bdi>{sentence}</bdi>
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
