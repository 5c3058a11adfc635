/** A series drawn as a line, with a dot on the day of each email. The table beside it says the same in words. */
import { copiesAdministrators, LAST_STEP, type SeriesPlan } from '../../../domain/series.js';
import { useI18n } from '../../render/i18n.js';

/** In percent of the width. Leaves room for the dots at both ends. */
const [LEFT, RIGHT] = [4, 96];
/** The minimum distance between two numbers, so they don't overlap. */
const APART = 7;

const MIDDLE = 22;
const LABEL = 50;

export function SeriesLine({ plan }: { plan: SeriesPlan }) {
  const { series } = useI18n().words.settings;
  const at = (day: number) => LEFT + ((RIGHT - LEFT) * day) / plan.seriesDays;
  const percent = (day: number) => `${at(day).toFixed(2)}%`;
  const lastDay = plan.stepDays[LAST_STEP] ?? 0;
  return (
    <figure className="series-figure">
      <svg className="series-line" role="img" aria-label={series.picture({ n: plan.seriesDays })}>
        <line className="axis" x1={percent(0)} x2={percent(lastDay)} y1={MIDDLE} y2={MIDDLE} />
        <line className="axis gap" x1={percent(lastDay)} x2={percent(plan.seriesDays)} y1={MIDDLE} y2={MIDDLE} />
        {plan.stepDays.map((day, step) => (
          <circle
            key={day}
            className={copiesAdministrators(step) ? 'dot to-administrators' : 'dot'}
            cx={percent(day)}
            cy={MIDDLE}
            r={copiesAdministrators(step) ? 8 : 6}
          />
        ))}
        <circle className="dot next" cx={percent(plan.seriesDays)} cy={MIDDLE} r={8} />
        {labelled([...plan.stepDays, plan.seriesDays], at).map((day) => (
          <text key={day} x={percent(day)} y={LABEL} textAnchor="middle">
            {day}
          </text>
        ))}
      </svg>
      <figcaption>
        <span className="legend to-administrators">{series.legendCopied}</span>
        <span className="legend">{series.legendOwner}</span>
        <span className="legend next">{series.legendNext}</span>
      </figcaption>
    </figure>
  );
}

/**
 * Returns the days whose numbers fit: always the last one, and the others if they aren't too close to their neighbors.
 */
function labelled(days: readonly number[], at: (day: number) => number): number[] {
  const end = days.at(-1) ?? 0;
  const shown: number[] = [];
  for (const day of days) {
    const before = shown.at(-1);
    const room = (before === undefined || at(day) - at(before) >= APART) && at(end) - at(day) >= APART;
    if (room || day === end) shown.push(day);
  }
  return shown;
}
