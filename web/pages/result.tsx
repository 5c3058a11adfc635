/**
 * What a sign-in achieved. In a pop-up, the page closes automatically. The page behind it gets the same green bar from
 * the server.
 */
import type { ReactNode } from 'react';
import type { ArchiveSummary } from '../../services/archives/summary.js';
import { Frame } from '../parts/frame.js';
import { Check, NetworkIcon } from '../parts/icons.js';
import { Live } from '../parts/live.js';
import { ReconnectForm, type ReconnectFormProps } from '../parts/reconnect-form.js';
import type { WrittenAccount } from '../../services/reconnect/write-authorization.js';
import { useI18n } from '../render/i18n.js';

export interface ResultProps {
  archive: ArchiveSummary;
  repaired: readonly WrittenAccount[];
  renewed: readonly WrittenAccount[];
  added: readonly WrittenAccount[];
  /** No longer authorized. */
  lost: readonly WrittenAccount[];
  /** Why other accounts that the network offered were left unchanged. */
  left: readonly string[];
  /** Why accounts that the network named can't be captured, in lines. */
  denied: readonly (readonly string[])[];
  /** Accounts that were meant too, and that the person who signed in doesn't manage. */
  unmanaged: readonly WrittenAccount[];
  signedInAs: string;
  back?: string;
  /** What "Try again" starts again, for what is not connected yet. */
  again?: ReconnectFormProps['target'];
}

export function ResultPage({ archive, repaired, renewed, added, lost, left, back, again, ...rest }: ResultProps) {
  const { denied, unmanaged, signedInAs } = rest;
  const { reconnect, result, trouble } = useI18n().words;
  const kind = repaired.length > 0 ? 'reconnected' : added.length > 0 ? 'added' : 'renewed';
  const n = { reconnected: repaired, added, renewed }[kind].length;
  const title = kind === 'renewed' ? result.renewed.title : result[kind].title({ n });
  return (
    <Frame title={title} archive={archive} scripts={['result.js']} narrow>
      <Live data-done="">
        <div className="bar good wide">
          <Check />
          <div>
            <h1>{title}</h1>
            <Lines accounts={repaired} sentence={result.reconnected.account} />
            <Lines accounts={added} sentence={result.added.account} />
            {kind === 'renewed' && <Lines accounts={renewed} sentence={result.renewed.account} />}
          </div>
        </div>
      </Live>
      <p className="lead">
        {result[kind].next} {lost.length + denied.length + unmanaged.length === 0 && result.nothingElse}
      </p>
      {denied.map((lines) => (
        <section key={lines.join(' ')} className="card message alert-card">
          <h2>{result.denied}</h2>
          {lines.map((line) => (
            <p key={line}>
              <bdi>{line}</bdi>
            </p>
          ))}
        </section>
      ))}
      {unmanaged.length > 0 && (
        <section className="card message alert-card">
          <h2>{result.unmanaged.title}</h2>
          <p>
            <bdi>{result.unmanaged.note({ signedInAs })}</bdi>
          </p>
          <Lines accounts={unmanaged} sentence={result.unmanaged.account} />
          <p>{result.unmanaged.boxes}</p>
          <p>{result.unmanaged.otherProfile}</p>
        </section>
      )}
      {lost.length > 0 && (
        <section className="card message alert-card">
          <h2>{result.lost.title}</h2>
          <p>{result.lost.note}</p>
          <Lines accounts={lost} sentence={result.lost.account} />
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
        {again && (
          <ReconnectForm target={again} id="again" kind="primary">
            {trouble.again}
          </ReconnectForm>
        )}
        {again && unmanaged.length > 0 && (
          <ReconnectForm target={again} id="different-account" kind="quiet">
            {reconnect.differentAccount}
          </ReconnectForm>
        )}
        {back && (
          <a href={back} className={again ? 'button quiet' : 'button primary'} data-back="">
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

interface LinesProps {
  accounts: readonly WrittenAccount[];
  sentence: (values: { name: string }) => string;
}

function Lines({ accounts, sentence }: LinesProps): ReactNode {
  const { networkLabel } = useI18n();
  return accounts.map(({ id, name, network }) => (
    <p key={id} className="result-line">
      <NetworkIcon network={network} />
      <span>
        <span className="hidden">{networkLabel(network)}</span> <bdi>{sentence({ name })}</bdi>
      </span>
    </p>
  ));
}
