/** Configure → series: the days, and what they mean for a disconnect that begins today. */
import { MAX_SERIES_DAYS } from '../../../domain/series.js';
import type { FieldError } from '../../forms/field-errors.js';
import type { Archive } from '../../../services/archives/archives.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { DoneNotice, problemOf, Problems, TextField } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { dayField, NEXT_FIELD, usablePlan, type SeriesForm } from '../../forms/series-form.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';
import { SurgeHoldForm, type SurgeHoldTyped } from './surge-hold-form.js';
import { SeriesPreview } from './series-preview.js';

export interface SeriesPageProps {
  form: SeriesForm;
  saved: Archive;
  isDefault: boolean;
  now: Date;
  errors: readonly FieldError[];
  done: string | null;
  surgeHoldTyped?: SurgeHoldTyped;
  surgeHoldErrors: readonly FieldError[];
}

export function SeriesPage(props: SeriesPageProps) {
  const { form, saved, isDefault, now, errors, done, surgeHoldTyped, surgeHoldErrors } = props;
  const { series } = useI18n().words.settings;
  return (
    <Frame title={series.title} section="configure" scripts={['series.js']}>
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>{series.title}</h1>
        <p className="lead">{series.lead}</p>
        <p>
          <HelpLink topic="emailSeries" />
        </p>
      </div>
      <ConfigureNav place="series" />
      <div className="settings">
        <Problems errors={[...errors, ...surgeHoldErrors]} />
        <div className="series">
          <section className="card form-card">
            <FreshSignIn before="changeSeries" />
            <DaysForm form={form} errors={errors} />
            <Defaults isDefault={isDefault} />
          </section>
          {/* Not a live region: a screen reader would read six dates over the typing at every key. */}
          <div id="series-preview">
            <SeriesPreview plan={usablePlan(form)} saved={saved} now={now} />
          </div>
        </div>
        <SurgeHoldForm archive={saved} typed={surgeHoldTyped} errors={surgeHoldErrors} />
      </div>
    </Frame>
  );
}

function DaysForm({ form, errors }: Pick<SeriesPageProps, 'form' | 'errors'>) {
  const { series } = useI18n().words.settings;
  return (
    <form className="form" method="post" action="/configure/series" data-series-preview="/configure/series/preview">
      <fieldset>
        <legend>{series.days}</legend>
        <p className="detail">{series.daysHint}</p>
        <div className="first-day">
          <p>
            <strong>{series.first}</strong>
          </p>
          <p className="detail">{series.firstHint}</p>
        </div>
        {form.days.map((day, index) => (
          <DayField
            key={dayField(index + 1)}
            name={dayField(index + 1)}
            label={series.daysUntilEmail({ n: index + 2 })}
            value={day}
            errors={errors}
          />
        ))}
        <DayField name={NEXT_FIELD} label={series.daysUntilNext} value={form.next} errors={errors} />
      </fieldset>
      <p className="detail">{series.running}</p>
      <div className="actions">
        <button type="submit" className="primary">
          {series.save}
        </button>
        <button
          type="submit"
          className="quiet"
          formMethod="get"
          formAction="/configure/series"
          formNoValidate
          data-series-button=""
        >
          {series.preview}
        </button>
      </div>
    </form>
  );
}

interface DayFieldProps {
  name: string;
  label: string;
  value: string;
  errors: readonly FieldError[];
}

function DayField({ name, label, value, errors }: DayFieldProps) {
  const problem = problemOf(errors, name);
  return <TextField type="number" min={1} max={MAX_SERIES_DAYS} required {...{ name, label, value, problem }} />;
}

function Defaults({ isDefault }: { isDefault: boolean }) {
  const { series } = useI18n().words.settings;
  if (isDefault) return <p className="detail">{series.areDefaults}</p>;
  return (
    <form method="post" action="/configure/series/defaults">
      <button type="submit" className="quiet">
        {series.defaults}
      </button>
    </form>
  );
}
