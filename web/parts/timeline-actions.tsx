/** What a manager can do about a disconnect: pause its emails, end the pause, withdraw the report. Each says what will happen. */
import type { FieldError } from '../../api/validate.js';
import { useSpeech } from '../speech.js';
import { problemOf, TextField } from './form.js';

export interface Typed {
  action: 'pause' | 'withdraw';
  until?: string;
  reason: string;
}

export interface ActionsProps {
  id: string;
  pausedUntil: Date | null;
  pauseReason: string | null;
  /** The first day until which a pause can last. */
  today: string;
  timeZone: string;
  errors: readonly FieldError[];
  typed: Typed | null;
}

const REASON_LENGTH = 500;

export function TimelineActions(props: ActionsProps) {
  return (
    <div className="action-cards">
      <Pause {...props} />
      <Withdraw {...props} />
    </div>
  );
}

function Pause({ id, pausedUntil, pauseReason, today, timeZone, errors, typed }: ActionsProps) {
  const { words, day } = useSpeech();
  const { pause } = words.accountPage;
  const mine = typed?.action === 'pause' ? typed : null;
  const problem = (path: string) => (mine ? problemOf(errors, path) : undefined);
  return (
    <section className="card message" aria-labelledby="pause">
      <h2 id="pause">{pause.title}</h2>
      {pausedUntil ? (
        <form method="post" action={`/disconnects/${id}/resume`} className="form">
          <p>
            <bdi>{pause.now(day(pausedUntil, timeZone), pauseReason ?? '')}</bdi>
          </p>
          <button type="submit" className="quiet">
            {pause.resume}
          </button>
        </form>
      ) : (
        <form method="post" action={`/disconnects/${id}/pause`} className="form">
          <p>{pause.lead}</p>
          <TextField
            name="until"
            type="date"
            label={pause.until}
            required
            min={today}
            value={mine?.until}
            problem={problem('until')}
          />
          <TextField
            name="reason"
            label={pause.reason}
            required
            maxLength={REASON_LENGTH}
            value={mine?.reason}
            problem={problem('reason')}
          />
          <button type="submit" className="quiet">
            {pause.button}
          </button>
        </form>
      )}
    </section>
  );
}

function Withdraw({ id, errors, typed }: ActionsProps) {
  const { withdraw } = useSpeech().words.timeline;
  const mine = typed?.action === 'withdraw' ? typed : null;
  return (
    <section className="card message" aria-labelledby="withdraw">
      <h2 id="withdraw">{withdraw.title}</h2>
      <form method="post" action={`/disconnects/${id}/withdraw`} className="form">
        <p>{withdraw.lead}</p>
        <TextField
          name="why"
          label={withdraw.reason}
          required
          maxLength={REASON_LENGTH}
          value={mine?.reason}
          problem={mine ? problemOf(errors, 'reason') : undefined}
        />
        <button type="submit" className="quiet">
          {withdraw.button}
        </button>
      </form>
    </section>
  );
}
