/** The timeline of a disconnect as a picture: what was captured and what wasn't, and what happened when. */
import type { ReactNode } from 'react';
import { useI18n } from '../render/i18n.js';
import { MARKS, type Mark, type DescribedEvent } from '../render/timeline.js';

export interface PictureProps {
  /** Null when the report was a mistake. A null `to` means until now. */
  gap: { from: Date; to: Date | null } | null;
  /** Where the line begins when there is no gap. */
  since: Date;
  events: readonly DescribedEvent[];
  pausedUntil: Date | null;
  now: Date;
  timeZone: string;
}

const LANE: Record<Mark, number> = { email: 74, failed: 74, person: 108, refused: 108, other: 142 };
const HEIGHT = 160;
/** The space on either side for what was captured before and after, in percent of the width. */
const MARGIN = 6;
/** The position of "now", in percent of the width, which leaves room for marks there. */
const OPEN_END = 98;

export function TimelinePicture({ gap, since, events, pausedUntil, now, timeZone }: PictureProps) {
  const i18n = useI18n();
  const { timeline } = i18n.words;
  const marked = events.filter((one) => one.mark !== null);
  const times = marked.map(({ at }) => at.getTime());
  const from = Math.min((gap?.from ?? since).getTime(), ...times);
  const last = Math.max((gap ? (gap.to ?? now) : since).getTime(), ...times);
  const to = Math.max(last, from + 60_000);
  const isOpen = gap !== null && gap.to === null;
  const end = isOpen ? OPEN_END : 100 - MARGIN;
  const x = (at: Date | number) => MARGIN + ((Math.min(to, Number(at)) - from) / (to - from)) * (end - MARGIN);
  const counted = MARKS.map((mark) => ({ mark, n: marked.filter((one) => one.mark === mark).length })).filter(
    ({ n }) => n > 0,
  );
  const { picture } = timeline;
  const ends = { from: i18n.day(new Date(from), timeZone), to: i18n.day(new Date(to), timeZone) };
  const line = gap
    ? picture.withGap({ ...ends, duration: i18n.duration((gap.to ?? now).getTime() - gap.from.getTime()) })
    : picture.withoutGap(ends);
  const names = counted.map(({ mark, n }) => timeline.marks[mark]({ n }));
  const marks = names.length > 0 ? picture.marks({ marks: i18n.list(names, MARKS.length) }) : picture.noMarks;
  const isPaused = isOpen && pausedUntil !== null;
  return (
    <figure className="timeline-picture">
      <svg height={HEIGHT} width="100%" role="img" aria-label={`${line} ${marks}`}>
        <rect className="band-captured" x="0" width="100%" y="16" height="28" rx="6" />
        {gap && (
          <rect
            className="band-gap"
            x={`${x(gap.from)}%`}
            width={`${(gap.to ? x(gap.to) : 100) - x(gap.from)}%`}
            y="16"
            height="28"
          />
        )}
        {isPaused && (
          <rect className="band-paused" x={`${OPEN_END}%`} width={`${100 - OPEN_END}%`} y="16" height="28" />
        )}
        {[74, 108, 142].map((y) => (
          <line key={y} className="lane" x1="0" x2="100%" y1={y} y2={y} />
        ))}
        {marked.map(({ id, at, mark }) => (
          <svg key={id} x={`${x(at)}%`} y={LANE[mark!]} overflow="visible">
            {SHAPES[mark!]}
          </svg>
        ))}
      </svg>
      <p className="timeline-ends" aria-hidden="true">
        <span>{ends.from}</span>
        <span>{isOpen ? picture.now : ends.to}</span>
      </p>
      <figcaption>
        <ul className="timeline-keys">
          <li>
            <span className="swatch band-captured" /> {timeline.bands.captured}
          </li>
          {gap && (
            <li>
              <span className="swatch band-gap" /> {timeline.bands.gap}
            </li>
          )}
          {isPaused && (
            <li>
              <span className="swatch band-paused" /> {timeline.bands.paused}
            </li>
          )}
          {counted.map(({ mark, n }) => (
            <li key={mark}>
              <MarkIcon mark={mark} /> {timeline.marks[mark]({ n })}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

/** The marks differ in shape, not only in color. */
const SHAPES: Record<Mark, ReactNode> = {
  email: <circle className="mark-email" r="6" />,
  failed: <path className="mark-failed" d="M-6-6L6 6M6-6L-6 6" />,
  person: <path className="mark-person" d="M0-7L7 6H-7Z" />,
  refused: <rect className="mark-refused" x="-5.5" y="-5.5" width="11" height="11" />,
  other: <path className="mark-other" d="M0-6.5L6.5 0L0 6.5L-6.5 0Z" />,
};

/** A plain dot when an event has no mark in the picture. */
export function MarkIcon({ mark }: { mark: Mark | null }) {
  return (
    <svg className="mark-icon" viewBox="-10 -10 20 20" aria-hidden="true" focusable="false">
      {mark ? SHAPES[mark] : <circle className="mark-minor" r="3.5" />}
    </svg>
  );
}
