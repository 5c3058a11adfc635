/** The list of emails, newest first. A refresh returns this same list, so it contains everything that changes on its own. */
import type { Faults } from '../faults.js';
import { bareAddress, type MailHead } from '../mail.js';
import type { Outcome, Suppressions } from '../webhook/fates.js';
import { address, moreOf, type Found, type Query } from './search.js';

export interface ListProps {
  query: Query;
  found: Found;
  faults: Faults;
  suppressions: Suppressions;
}

export function List({ query, found, faults, suppressions }: ListProps) {
  const { mails, total } = found;
  return (
    <>
      <FaultNote faults={faults} />
      <output className="count">{countWords(total, query.to)}</output>
      {total === 0 ? (
        <Nothing to={query.to} />
      ) : (
        <ul className="rows" aria-label="Mails">
          {mails.map((mail) => (
            <Row key={mail.id} mail={mail} query={query} suppressions={suppressions} />
          ))}
        </ul>
      )}
      {total > mails.length ? (
        <p className="more">
          <a href={address('/', moreOf(query))}>Show older mails</a>
        </p>
      ) : null}
    </>
  );
}

function countWords(total: number, to: string): string {
  const mails = `${total} ${total === 1 ? 'mail' : 'mails'}`;
  return to ? `${mails} to “${to}”` : mails;
}

function Nothing({ to }: { to: string }) {
  return (
    <div className="nothing">
      <p>{to ? `No mail to an address with “${to}”.` : 'No mail yet.'}</p>
      <p className="soft">What Relink sends appears here by itself.</p>
    </div>
  );
}

function Row({ mail, query, suppressions }: Pick<ListProps, 'query' | 'suppressions'> & { mail: MailHead }) {
  const copied = mail.cc.length > 0 ? `, cc ${mail.cc.length}` : '';
  return (
    <li>
      <a
        className="row"
        href={address(`/mails/${mail.id}`, query)}
        aria-current={mail.id === query.open ? 'page' : undefined}
      >
        <span className="who">
          {mail.to.map(bareAddress).join(', ')}
          <span className="soft">{copied}</span>
        </span>
        <Moment at={mail.createdAt} />
        <span className="subject">
          {mail.subject}
          <Fate outcome={suppressions.outcomeOf(mail)} />
        </span>
        <span className="preview soft">{mail.preview}</span>
      </a>
    </li>
  );
}

/** A time, which the script rewrites in the reader's own time zone. */
export function Moment({ at, full = false }: { at: string; full?: boolean }) {
  return (
    <time dateTime={at} data-full={full ? '' : undefined}>
      {`${at.slice(0, 16).replace('T', ' ')} UTC`}
    </time>
  );
}

/** Shows an email's outcome only when it isn't the normal one. */
export function Fate({ outcome }: { outcome: Outcome }) {
  return outcome === 'delivered' ? null : <span className="fate">{outcome}</span>;
}

function FaultNote({ faults: { mode, share } }: { faults: Faults }) {
  if (mode === 'ok') return null;
  return (
    <div className="fault">
      <p>
        <strong>The inbox misbehaves on request:</strong> {mode} for {Math.round(share * 100)} % of what is sent.
      </p>
      <button type="button" data-mode="ok">
        Behave again
      </button>
    </div>
  );
}
