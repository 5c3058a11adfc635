/**
 * The button that begins a sign-in at a network. Without a script it is a plain form; accounts.js makes it open a
 * window instead.
 */
import type { ReactNode } from 'react';
import type { NetworkName } from '../../domain/networks.js';
import { RECONNECT_PATH } from '../paths.js';

export interface ReconnectFormProps {
  /** `together`: all disconnected accounts that one sign-in can repair are meant, and this one is only the first. */
  target: { accountId: string; together?: boolean } | { network: NetworkName };
  /** Distinguishes two buttons that lead to the same sign-in, and keeps the focus when the list is refreshed. */
  id: string;
  kind: 'primary' | 'quiet' | 'tile';
  disabled?: boolean;
  /** Read aloud instead of the button's text, to tell several such buttons apart. */
  label?: string;
  children: ReactNode;
}

export function ReconnectForm({ target, id, kind, disabled, label, children }: ReconnectFormProps) {
  const [name, value] = 'accountId' in target ? ['accountId', target.accountId] : ['network', target.network];
  return (
    <form className={`sign-in sign-in-${kind}`} method="post" action={RECONNECT_PATH} data-sign-in="">
      <input type="hidden" name={name} value={value} />
      {'together' in target && target.together && <input type="hidden" name="together" value="yes" />}
      <button type="submit" id={id} className={kind} disabled={disabled} aria-label={label}>
        {children}
      </button>
    </form>
  );
}
