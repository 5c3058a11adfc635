/** The dates of a series that begins today, as a drawing and a table. */
import { DAY_MS } from '../../../domain/local-time.js';
import type { Archive } from '../../../services/archives/archives.js';
import { copiesAdministrators, FIRST_STEP, type SeriesPlan } from '../../../domain/series.js';
import { useI18n } from '../../render/i18n.js';
import { SeriesLine } from './series-line.js';
import { Table } from '../../parts/table.js';

export interface SeriesPreviewProps {
  /** Null when what was typed isn't a valid series. */
  plan: SeriesPlan | null;
  saved: Pick<Archive, 'stepDays' | 'seriesDays' | 'timeZone'>;
  now: Date;
}

export function SeriesPreview({ plan, saved, now }: SeriesPreviewProps) {
  const { series } = useI18n().words.settings;
  return (
    <section className="card series-preview" aria-labelledby="series-shown">
      <h2 id="series-shown">
        {series.shown} {plan && !samePlan(plan, saved) && <span className="status unsaved">{series.unsaved}</span>}
      </h2>
      {plan ? (
        <>
          <p className="lead">{series.shownLead({ zone: saved.timeZone })}</p>
          <SeriesLine plan={plan} />
          <Dates plan={plan} now={now} timeZone={saved.timeZone} />
        </>
      ) : (
        <p>{series.noPlan}</p>
      )}
    </section>
  );
}

const samePlan = (a: SeriesPlan, b: SeriesPlan): boolean =>
  a.seriesDays === b.seriesDays && a.stepDays.every((day, step) => day === b.stepDays[step]);

function Dates({ plan, now, timeZone }: { plan: SeriesPlan; now: Date; timeZone: string }) {
  const { words, day: dayOf } = useI18n();
  const { series } = words.settings;
  // The rule counts days of 24 hours, regardless of daylight saving time.
  const dateOf = (day: number) => dayOf(new Date(now.getTime() + day * DAY_MS), timeZone);
  const last = plan.stepDays.at(-1) ?? 0;
  return (
    <>
      <Table
        caption={series.table}
        columns={[series.column.email, series.column.date, series.column.to, series.column.cc]}
      >
        {plan.stepDays.map((day, step) => (
          <tr key={day}>
            <th scope="row">{series.emailName({ n: step + 1 })}</th>
            <td data-label={series.column.date}>
              {dateOf(day)}
              <span className="detail under">{step === FIRST_STEP ? series.today : series.dayName({ n: day })}</span>
            </td>
            <td data-label={series.column.to}>{series.owner}</td>
            <td data-label={series.column.cc}>{copiesAdministrators(step) ? series.administrators : series.nobody}</td>
          </tr>
        ))}
        <tr className="next-series">
          <th scope="row">{series.nextName}</th>
          <td data-label={series.column.date}>
            {dateOf(plan.seriesDays)}
            <span className="detail under">{series.dayName({ n: plan.seriesDays })}</span>
          </td>
          <td data-label={series.column.to}>{series.as}</td>
          <td data-label={series.column.cc}>{series.as}</td>
        </tr>
      </Table>
      <p>{series.quiet({ n: plan.seriesDays - last })}</p>
      <p className="detail">{series.whoAdministrators}</p>
    </>
  );
}
