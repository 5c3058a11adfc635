/** Configure → series: the brake on the emails about many disconnects at once. */
import type { FieldError } from '../../../http/validate.js';
import type { Archive } from '../../../services/archives/archives.js';
import { problemOf, TextField, Tick } from '../../parts/form.js';
import { useSpeech } from '../../i18n.js';

/** As it was typed. */
export interface BrakeTyped {
  enabled: boolean;
  share: string;
  count: string;
}

interface BrakeFormProps {
  archive: Archive;
  typed?: BrakeTyped;
  errors: readonly FieldError[];
}

export function BrakeForm({ archive, typed, errors }: BrakeFormProps) {
  const { settings } = useSpeech().words.brake;
  const { enabled, share, count } = typed ?? {
    enabled: archive.brakeEnabled,
    share: String(Math.round(archive.brakeShare * 100)),
    count: String(archive.brakeCount),
  };
  const number = { type: 'number', min: 1, required: true } as const;
  return (
    <section className="card form-card" id="brake" aria-labelledby="brake-title">
      <form className="form" method="post" action="/configure/series/brake">
        <h2 id="brake-title">{settings.title}</h2>
        <p className="detail">{settings.lead}</p>
        <Tick name="enabled" label={settings.enabled} checked={enabled} hint={settings.off} />
        <TextField
          {...number}
          name="share"
          label={settings.share}
          value={share}
          max={100}
          problem={problemOf(errors, 'share')}
        />
        <TextField
          {...number}
          name="count"
          label={settings.count}
          value={count}
          max={100_000}
          problem={problemOf(errors, 'count')}
        />
        <div className="actions">
          <button type="submit" className="primary">
            {settings.save}
          </button>
        </div>
      </form>
    </section>
  );
}
