/** What a sign-in achieved. In a pop-up it closes by itself; the page behind it has the same green bar, from the server. */
import type { ReactNode } from 'react';
import type { Place } from '../../db/reconnect/owner-page.js';
import { Frame } from '../parts/frame.js';
import { Check, NetworkIcon } from '../parts/icons.js';
import { Live } from '../parts/live.js';
import { networkLabel } from '../words/common.js';
import { RESULT, SIGN_IN } from '../words/sign-in.js';
import type { WrittenAccount } from '../../db/reconnect/write.js';

export interface ResultProps {
  place: Place;
  repaired: readonly WrittenAccount[];
  renewed: readonly WrittenAccount[];
  added: readonly WrittenAccount[];
  /** Why others that the network offered were left alone. */
  left: readonly string[];
  back?: string;
}

export function ResultPage({ place, repaired, renewed, added, left, back }: ResultProps) {
  const title = titleOf({ repaired, added });
  return (
    <Frame title={title} place={place} scripts={['result.js']} narrow>
      <Live data-done="">
        <div className="bar good wide">
          <Check />
          <div>
            <h1>{title}</h1>
            <Lines accounts={repaired} what={RESULT.isAgain} />
            <Lines accounts={added} what={RESULT.isNow} />
            {repaired.length + added.length === 0 && <Lines accounts={renewed} what={RESULT.isRenewed} />}
          </div>
        </div>
      </Live>
      <p className="lead">{RESULT.goesOn}</p>
      {left.length > 0 && (
        <section className="card message">
          <h2>{RESULT.left}</h2>
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
            {SIGN_IN.back}
          </a>
        )}
        <button type="button" className="quiet" data-close="" hidden>
          {SIGN_IN.close}
        </button>
      </div>
    </Frame>
  );
}

function titleOf({ repaired, added }: Pick<ResultProps, 'repaired' | 'added'>): string {
  if (repaired.length > 0) return RESULT.reconnected(repaired.length);
  return added.length > 0 ? RESULT.added(added.length) : RESULT.renewed;
}

function Lines({ accounts, what }: { accounts: readonly WrittenAccount[]; what: string }): ReactNode {
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
