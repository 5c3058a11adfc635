/**
 * The chart of the last days. Its values are on its axis and, for each day, under the pointer, at the slider below it, and in a table, so
 * that it can be read with a mouse, a finger, a keyboard, a screen reader, and without a script.
 */
import type { HistoryDay } from '../../../services/dashboard/history.js';
import { useI18n } from '../../render/i18n.js';

const WIDTH = 900;
const HEIGHT = 200;

/** At most this many lines above the floor. More would be too close to each other on a phone. */
const MAX_STEPS = 4;

export interface ChartProps {
  days: readonly HistoryDay[];
  timeZone: string;
}

const total = ({ disconnected, others }: HistoryDay) => disconnected + others;

/** Returns the values on the axis from the top down to zero: whole and round numbers, equally far apart. */
export function axisValues(highest: number): number[] {
  const least = Math.max(1, highest) / MAX_STEPS;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= least)!;
  const steps = Math.ceil(Math.max(1, highest) / step);
  return Array.from({ length: steps + 1 }, (_, i) => (steps - i) * step);
}

export function Chart({ days, timeZone }: ChartProps) {
  const { words, day, number } = useI18n();
  const { history } = words.dashboard;
  const values = axisValues(Math.max(...days.map(total)));
  const [from, to] = [day(days[0]!.at, timeZone), day(days.at(-1)!.at, timeZone)];
  const worst = days.reduce((a, b) => (b.disconnected >= a.disconnected ? b : a));
  const caption =
    worst.disconnected === 0
      ? history.calm({ from, to })
      : history.most({ from, to, n: worst.disconnected, of: total(worst), day: day(worst.at, timeZone) });
  const readings = days.map((one) =>
    history.reading({ day: day(one.at, timeZone), n: one.disconnected, of: total(one) }),
  );
  return (
    <figure className="chart" data-chart>
      <figcaption>
        <p id="chart-caption">{caption}</p>
        <p className="keys">
          <span className="key disconnected">{history.disconnectedDay}</span>
          <span className="key others">{history.others}</span>
        </p>
      </figcaption>
      <div className="plot">
        <p className="axis-title">{history.accounts}</p>
        <div className="axis-values" aria-hidden="true">
          {values.map((value) => (
            <span key={value}>{number(value)}</span>
          ))}
        </div>
        <Picture days={days} values={values} readings={readings} />
        <p className="chart-ends">
          <span>{from}</span>
          <span>{to}</span>
        </p>
        <div className="day-choice">
          <label htmlFor="chart-day">{history.pick}</label>
          <input
            type="range"
            id="chart-day"
            min={0}
            max={days.length - 1}
            defaultValue={days.length - 1}
            aria-valuetext={readings.at(-1)}
          />
        </div>
        <p className="reading">{readings.at(-1)}</p>
      </div>
      <DayTable days={days} timeZone={timeZone} />
    </figure>
  );
}

function Picture({
  days,
  values,
  readings,
}: {
  days: readonly HistoryDay[];
  values: readonly number[];
  readings: readonly string[];
}) {
  const top = values[0]!;
  const step = WIDTH / days.length;
  const height = (n: number) => (n / top) * HEIGHT;
  const bar = (n: number, under: number) => ({
    width: step - 2,
    y: HEIGHT - height(under + n),
    height: height(n),
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="chart-caption" preserveAspectRatio="none">
      {values.map((value) => (
        <line key={value} x1="0" x2={WIDTH} y1={HEIGHT - height(value)} y2={HEIGHT - height(value)} className="axis" />
      ))}
      {days.map(({ at, disconnected, others }, i) => (
        <g key={at.getTime()} data-day>
          <title>{readings[i]}</title>
          <rect className="whole-day" x={i * step} width={step} y={0} height={HEIGHT} />
          <rect className="bar-others" x={i * step + 1} {...bar(others, 0)} />
          <rect className="bar-disconnected" x={i * step + 1} {...bar(disconnected, others)} />
        </g>
      ))}
      <rect className="marker" x={WIDTH - step} width={step} y={0} height={HEIGHT} />
    </svg>
  );
}

/** The same values as text. Days in a row with the same values share a line. */
function DayTable({ days, timeZone }: ChartProps) {
  const { words, day, number } = useI18n();
  const { history } = words.dashboard;
  const spans = days.reduce<{ from: HistoryDay; to: HistoryDay }[]>((all, one) => {
    const last = all.at(-1);
    const isSame = last?.to.disconnected === one.disconnected && total(last.to) === total(one);
    return isSame ? [...all.slice(0, -1), { from: last.from, to: one }] : [...all, { from: one, to: one }];
  }, []);
  return (
    <details className="day-table">
      <summary>{history.asTable}</summary>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{history.day}</th>
            <th scope="col" className="figure">
              {history.disconnectedDay}
            </th>
            <th scope="col" className="figure">
              {history.accounts}
            </th>
          </tr>
        </thead>
        <tbody>
          {spans.toReversed().map(({ from, to }) => (
            <tr key={from.at.getTime()}>
              <th scope="row">
                {from === to
                  ? day(to.at, timeZone)
                  : history.days({ from: day(from.at, timeZone), to: day(to.at, timeZone) })}
              </th>
              <td className="figure" data-label={history.disconnectedDay}>
                {number(to.disconnected)}
              </td>
              <td className="figure" data-label={history.accounts}>
                {number(total(to))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
