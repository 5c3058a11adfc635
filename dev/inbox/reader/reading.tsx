/** One email: its recipients and its two parts. */
import type { ReactNode } from 'react';
import type { Mail } from '../mail.js';
import type { Outcome } from '../webhook/fates.js';
import { Fate, Moment } from './list.js';
import { MAIL_SANDBOX } from './sandbox.js';
import { address, type Query } from './search.js';

interface ReadingProps {
  mail: Mail;
  text: boolean;
  query: Query;
  outcome: Outcome;
}

export function Reading({ mail, text, query, outcome }: ReadingProps) {
  const path = `/mails/${mail.id}`;
  return (
    <article className="mail" aria-labelledby="subject">
      <div className="head">
        <a className="back" href={address('/', query)}>
          <span aria-hidden="true">‹ </span>All emails
        </a>
        <h1 id="subject">
          {mail.subject}
          <Fate outcome={outcome} />
        </h1>
        <dl>
          <Line label="From">{mail.from}</Line>
          <Line label="To">{mail.to.join(', ')}</Line>
          {mail.cc.length > 0 ? (
            <Line label="Cc">
              <People addresses={mail.cc} />
            </Line>
          ) : null}
          {mail.bcc.length > 0 ? <Line label="Bcc">{mail.bcc.join(', ')}</Line> : null}
          <Line label="Sent">
            <Moment at={mail.createdAt} full />
          </Line>
          <Line label="Key">{mail.idempotencyKey ?? 'no idempotency key'}</Line>
        </dl>
        <nav className="parts" aria-label="Parts of the email">
          {mail.html === null ? null : (
            <a href={address(path, query)} aria-current={text ? undefined : 'page'}>
              HTML
            </a>
          )}
          {mail.text === null ? null : (
            <a href={address(path, query, { view: 'text' })} aria-current={text ? 'page' : undefined}>
              Plain text
            </a>
          )}
        </nav>
      </div>
      {text ? (
        <pre className="text">{withLinks(mail.text ?? 'This email has no plain text.')}</pre>
      ) : (
        <iframe title="The email" src={`${path}/html`} sandbox={MAIL_SANDBOX} referrerPolicy="no-referrer" />
      )}
    </article>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const MAX_SHOWN = 3;

/** An email can copy up to 49 people; they must not push the body off a phone's screen. */
function People({ addresses }: { addresses: string[] }) {
  if (addresses.length <= MAX_SHOWN) return addresses.join(', ');
  return (
    <details>
      <summary>{addresses.length} people</summary>
      {addresses.join(', ')}
    </details>
  );
}

/** Turns web addresses into links, as any mail program does. Punctuation that ends a sentence is not part of the address. */
function withLinks(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
