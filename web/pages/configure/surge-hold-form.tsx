/** Configure → series: the surge hold, which delays emails when many accounts are disconnected at once. */
import { MAX_SURGE_COUNT } from '../../../domain/limits.js';
import type { FieldError } from '../../forms/field-errors.js';
import type { Archive } from '../../../services/archives/archives.js';
import { problemOf, TextField, Checkbox } from '../../parts/form.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';

/** The values as they were typed. */
export interface SurgeHoldTyped {
  enabled: boolean;
  share: string;
  count: string;
}

interface SurgeHoldFormProps {
  archive: Archive;
  typed?: SurgeHoldTyped;
  errors: readonly FieldError[];
}

export function SurgeHoldForm({ archive, typed, errors }: SurgeHoldFormProps) {
  const { settings } = useI18n().words.surgeHold;
  const { enabled, share, count } = typed ?? {
    enabled: archive.surgeHoldEnabled,
    share: String(Math.round(archive.surgeHoldShare * 100)),
    count: String(archive.surgeHoldCount),
  };
  const number = { type: 'number', min: 1, required: true } as const;
  return (
    <section className="card form-card" id="surge-hold" aria-labelledby="surge-hold-title">
      <form className="form" method="post" action="/configure/series/surge-hold">
        <h2 id="surge-hold-title">{settings.title}</h2>
        <p className="detail">{settings.lead}</p>
        <p>
          <HelpLink topic="surgeHolds" />
        </p>
        <Checkbox name="enabled" label={settings.enabled} checked={enabled} hint={settings.off} />
        <p className="detail">{settings.limits}</p>
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
          max={MAX_SURGE_COUNT}
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
