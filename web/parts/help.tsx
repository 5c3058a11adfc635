/** The parts that a help page is made of. */
import type { ReactNode } from 'react';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import { useI18n } from '../render/i18n.js';
import type { HelpSection, HelpTable, HelpTopic } from '../../i18n/pages/help-model.js';
import { HelpLink } from './help-link.js';
import { NetworkIcon } from './icons.js';

export function Section({ section }: { section: HelpSection }) {
  const { id, heading, paragraphs = [], steps, list, table, closing, more } = section;
  return (
    <section id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{heading}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {steps && <Steps steps={steps} />}
      {list && <List items={list} />}
      {table && <Table table={table} heading={`${id}-heading`} />}
      {closing && <p>{closing}</p>}
      {more && <ReadOn topics={more} />}
    </section>
  );
}

export function ReasonSections() {
  const { help } = useI18n().words;
  return (
    <>
      <h2 className="help-part">{help.reasonsTitle}</h2>
      {REASONS.map((reason) => {
        const { heading, what, notice, fix, prevent } = help.reasons[reason];
        return (
          <section key={reason} id={reason} aria-labelledby={`${reason}-heading`}>
            <h3 id={`${reason}-heading`}>{heading}</h3>
            <dl>
              <Answer term={help.reason.what}>{what}</Answer>
              <Answer term={help.reason.notice}>{notice}</Answer>
              <Answer term={help.reason.fix}>
                <Steps steps={fix} />
              </Answer>
              <Answer term={help.reason.prevent}>{prevent}</Answer>
            </dl>
          </section>
        );
      })}
      <ReadOn topics={['reconnect', 'transfer']} />
    </>
  );
}

export function NetworkSections() {
  const { words, networkLabel } = useI18n();
  const { help } = words;
  return (
    <>
      <h2 className="help-part">{help.networksTitle}</h2>
      {NETWORK_NAMES.map((network) => {
        const { signIn, ends, good } = help.networks[network] ?? help.networks.other;
        return (
          <section key={network} id={network} aria-labelledby={`${network}-heading`}>
            <h3 id={`${network}-heading`} className="help-network">
              <NetworkIcon network={network} />
              {networkLabel(network)}
            </h3>
            <dl>
              <Answer term={help.network.signIn}>{signIn}</Answer>
              <Answer term={help.network.ends}>{ends}</Answer>
              <Answer term={help.network.good}>
                <List items={good} />
              </Answer>
            </dl>
          </section>
        );
      })}
      <ReadOn topics={['who']} />
    </>
  );
}

function Answer({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** One step is no list. */
function Steps({ steps }: { steps: readonly string[] }) {
  return steps.length === 1 ? (
    <p>{steps[0]}</p>
  ) : (
    <ol>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function List({ items }: { items: readonly string[] }) {
  return items.length === 1 ? (
    <p>{items[0]}</p>
  ) : (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function Table({ table: { head, rows }, heading }: { table: HelpTable; heading: string }) {
  return (
    <div className="card">
      <table className="rows" aria-labelledby={heading}>
        <thead>
          <tr>
            {head.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={head[at + 1]} data-label={head[at + 1]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReadOn({ topics }: { topics: readonly HelpTopic[] }) {
  const { help } = useI18n().words;
  return (
    <p className="help-more">
      {help.readOn}:{' '}
      {topics.map((topic, at) => (
        <span key={topic}>
          {at > 0 && ' · '}
          <HelpLink topic={topic} />
        </span>
      ))}
    </p>
  );
}
