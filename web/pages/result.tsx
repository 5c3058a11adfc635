/** What a sign-in achieved. In a pop-up it closes by itself; the page behind it has the same green bar, from the server. */
import type { ReactNode } from 'react';
import type { ArchiveSummary } from '../../services/archives/summary.js';
import { Frame } from '../parts/frame.js';
import { Check, NetworkIcon } from '../parts/icons.js';
import { Live } from '../parts/live.js';
import type { WrittenAccount } from '../../services/reconnect/write-authorization.js';
import { useI18n } from '../render/i18n.js';
import type { Words } from '../../i18n/pages/index.js';

export interface ResultProps {
  archive: ArchiveSummary;
  repaired: readonly WrittenAccount[];
  renewed: readonly WrittenAccount[];
  added: readonly WrittenAccount[];
  /** Not authorized any more. */
  lost: readonly WrittenAccount[];
  /** Why others that the network offered were left alone. */
  left: readonly string[];
  back?: string;
}

export function ResultPage({ archive, repaired, renewed, added, lost, left, back }: ResultProps) {
  const { words } = useI18n();
  const { reconnect, result } = words;
  const title = titleOf(words, { repaired, added });
  return (
    <Frame title={title} archive={archive} scripts={['result.js']} narrow>
      <Live data-done="">
        <div className="bar good wide">
          <Check />
          <div>
            <h1>{title}</h1>
            <Lines accounts={repaired} what={result.isAgain} />
            <Lines accounts={added} what={result.isNow} />
            {repaired.length + added.length === 0 && <Lines accounts={renewed} what={result.isRenewed} />}
          </div>
        </div>
      </Live>
      <p className="lead">{result.goesOn}</p>
      {lost.length > 0 && (
        <section className="card message alert-card">
          <h2>{result.lost}</h2>
          <p>{result.lostNote}</p>
          <Lines accounts={lost} what={result.isLost} />
        </section>
      )}
      {left.length > 0 && (
        <section className="card message">
          <h2>{result.left}</h2>
          <ul>
            {left.map((line) => (
              <li key={line}>
                <bdi>{line}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="actions outside">
        {back && (
          <a href={back} className="button primary" data-back="">
            {reconnect.back}
          </a>
        )}
        <button type="button" className="quiet" data-close="" hidden>
          {reconnect.close}
        </button>
      </div>
    </Frame>
  );
}

function titleOf({ result }: Words, { repaired, added }: Pick<ResultProps, 'repaired' | 'added'>): string {
  if (repaired.length > 0) return result.reconnected(repaired.length);
  return added.length > 0 ? result.added(added.length) : result.renewed;
}

function Lines({ accounts, what }: { accounts: readonly WrittenAccount[]; what: string }): ReactNode {
  const { networkLabel } = useI18n();
  return accounts.map(({ id, name, network }) => (
    <p key={id} className="result-line">
      <NetworkIcon network={network} />
      <span>
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        {what} <span className="hidden">({networkLabel(network)})</span>
      </span>
    </p>
  ));
}
