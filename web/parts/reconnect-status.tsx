/**
 * Where accounts.js says that a sign-in is open in another window, or that it couldn't be opened. Present from the
 * start, so screen readers announce it.
 */
import { RECONNECT_PATH } from '../paths.js';
import { useI18n } from '../render/i18n.js';
import { Live } from './live.js';

export function ReconnectStatus() {
  const { yourAccounts } = useI18n().words;
  return (
    <>
      <div
        role="alert"
        id="problem"
        data-words={yourAccounts.problem}
        data-closed={yourAccounts.closed}
        data-start={RECONNECT_PATH}
      />
      <Live className="waiting-place">
        <p className="waiting" id="waiting" hidden>
          <span className="spinner" aria-hidden="true" />
          {yourAccounts.waiting}
        </p>
      </Live>
    </>
  );
}
