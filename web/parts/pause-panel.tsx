/** Pauses the emails of a disconnect, or ends the pause, and says what will happen. */
import { REASON_LENGTH } from '../../domain/limits.js';
import { pauseDisconnect, resumeDisconnect } from '../../services/disconnects/pause.js';
import type { FieldError } from '../forms/field-errors.js';
import { dayIn } from '../forms/period.js';
import { useI18n } from '../render/i18n.js';
import { usePermitted } from '../render/signed-in.js';
import { problemOf, TextField } from './form.js';
import { HelpLink } from './help-link.js';

export interface PausePanelProps {
  /** The base path: forms post to `<path>/pause` and `<path>/resume`. */
  path: string;
  pausedUntil: Date | null;
  pauseReason: string | null;
  /** The earliest day on which a pause can end. */
  today: string;
  timeZone: string;
  /** The rejected input. `errors` says what was wrong. */
  typed: { until?: string; reason?: string } | null;
  errors: readonly FieldError[];
}

export function PausePanel({ path, pausedUntil, pauseReason, today, timeZone, typed, errors }: PausePanelProps) {
  const { words, day } = useI18n();
  const { pause } = words.accountPage;
  const permitted = usePermitted();
  const problem = (field: string) => (typed ? problemOf(errors, field) : undefined);
  const [mayPause, mayResume] = [permitted(pauseDisconnect), pausedUntil !== null && permitted(resumeDisconnect)];
  if (!mayPause && !mayResume) return null;
  return (
    <section className="card message" aria-labelledby="pause">
      <h2 id="pause">{pause.title}</h2>
      {pausedUntil && mayResume && (
        <form method="post" action={`${path}/resume`} className="form">
          <p>
            <bdi>{pause.now({ day: day(pausedUntil, timeZone), reason: pauseReason ?? '' })}</bdi>
          </p>
          <button type="submit" className="quiet">
            {pause.resume}
          </button>
        </form>
      )}
      {mayPause && (
        <form method="post" action={`${path}/pause`} className="form">
          <p>{pausedUntil ? pause.change : pause.lead}</p>
          <TextField
            name="until"
            type="date"
            label={pause.until}
            required
            min={today}
            value={typed?.until ?? (pausedUntil ? dayIn(pausedUntil, timeZone) : undefined)}
            problem={problem('until')}
          />
          <TextField
            name="reason"
            label={pause.reason}
            required
            maxLength={REASON_LENGTH}
            value={typed?.reason ?? pauseReason ?? undefined}
            problem={problem('reason')}
          />
          <button type="submit" className="quiet">
            {pausedUntil ? pause.changeButton : pause.button}
          </button>
        </form>
      )}
      <p>
        <HelpLink topic="stopEmails" />
      </p>
    </section>
  );
}
