/** A mail client's two panes; on a phone, one at a time. */
import type { Mail } from '../mail.js';
import { FAULTS, List, type ListProps } from './list.js';
import { Reading } from './reading.js';
import { address } from './search.js';

export interface PageProps extends ListProps {
  reading?: { mail: Mail; text: boolean };
  /** Shown in place of the email when none is open. */
  hint?: string;
}

export function Page({ reading, hint = 'Select an email to read it.', ...list }: PageProps) {
  const { query } = list;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{reading ? `${reading.mail.subject} · Local inbox` : 'Local inbox'}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/reader.css" />
        <script type="module" src="/assets/reader.js" />
      </head>
      <body className={reading ? 'reading' : undefined}>
        <header>
          {reading ? (
            <Brand />
          ) : (
            <h1>
              <Brand />
            </h1>
          )}
          <search>
            <form action="/" method="get">
              <input
                type="search"
                name="to"
                defaultValue={query.to}
                placeholder="Search by recipient"
                aria-label="Search by recipient"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            </form>
          </search>
          <p className="soft about">No email leaves this machine.</p>
          <Misbehave />
        </header>
        <main>
          <nav id="list" aria-label="List of emails" data-source={address('/list', query)} data-open={query.open}>
            <List {...list} />
          </nav>
          {reading ? (
            <Reading {...reading} query={query} outcome={list.suppressions.outcomeOf(reading.mail)} />
          ) : (
            <section className="mail empty">
              <p className="soft">{hint}</p>
            </section>
          )}
        </main>
      </body>
    </html>
  );
}

/** The fault controls. An active fault is shown above the list, with a way to turn it off. */
function Misbehave() {
  return (
    <details className="misbehave">
      <summary>Make sending fail</summary>
      <div>
        {Object.entries(FAULTS).map(([mode, words]) => (
          <button key={mode} type="button" data-mode={mode}>
            {words}
          </button>
        ))}
        <p className="soft">
          The address decides what happens to an email: bounce@, bounce-once@, bounce-unnamed@, bounce-undetermined@,
          bounce-full@, complain@, suppress@, suppress-unnamed@.
        </p>
      </div>
    </details>
  );
}

function Brand() {
  return (
    <a className="brand" href="/">
      Local inbox
    </a>
  );
}
