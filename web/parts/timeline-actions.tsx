/**
 * What a manager can do about a disconnect: pause its emails, end the pause, or withdraw the report. Each action says
 * what will happen.
 */
import { REASON_LENGTH } from '../../domain/limits.js';
import { pauseDisconnect, resumeDisconnect, withdrawDisconnect } from '../../services/disconnects/pause.js';
import { useI18n } from '../render/i18n.js';
import { usePermitted } from '../render/signed-in.js';
import { problemOf, TextField } from './form.js';
import { FreshSignIn } from './fresh-sign-in.js';
import { PausePanel, type PausePanelProps } from './pause-panel.js';

export interface Typed {
  action: 'pause' | 'withdraw';
  until?: string;
  reason: string;
}

export interface ActionsProps extends Omit<PausePanelProps, 'path' | 'typed'> {
  id: string;
  typed: Typed | null;
}

export function TimelineActions(props: ActionsProps) {
  const permitted = usePermitted();
  if (!permitted(pauseDisconnect, resumeDisconnect, withdrawDisconnect)) return null;
  return (
    <>
      <FreshSignIn before="changeDisconnect" />
      <div className="action-cards">
        <PausePanel
          {...props}
          path={`/disconnects/${props.id}`}
          typed={props.typed?.action === 'pause' ? props.typed : null}
        />
        {permitted(withdrawDisconnect) && <Withdraw {...props} />}
      </div>
    </>
  );
}

function Withdraw({ id, errors, typed }: ActionsProps) {
  const { withdraw } = useI18n().words.timeline;
  const typedHere = typed?.action === 'withdraw' ? typed : null;
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
          value={typedHere?.reason}
          problem={typedHere ? problemOf(errors, 'reason') : undefined}
        />
        <button type="submit" className="quiet">
          {withdraw.button}
        </button>
      </form>
    </section>
  );
}
