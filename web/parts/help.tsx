/** The parts of a help page. */
import type { ReactNode } from 'react';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import type { Messages } from '../../i18n/index.js';
import {
  HELP_OUTLINE,
  type HelpTopic,
  type ListedTopic,
  type SectionOutline,
  type WrittenTopic,
} from '../help-outline.js';
import { useI18n } from '../render/i18n.js';
import { HelpLink } from './help-link.js';
import { RolesTable, ScopeList, SeriesTable } from './help-tables.js';
import { NetworkIcon } from './icons.js';

type Help = Messages['help'];
type Written = { [T in WrittenTopic]: Help[T]['sections'][keyof Help[T]['sections']] }[WrittenTopic];

interface Section extends SectionOutline {
  id: string;
  words: Written;
}

/** Returns the sections in the order of the outline, regardless of their order in a language's file. */
function sectionsOf(help: Help, topic: WrittenTopic): Section[] {
  const words = new Map(Object.entries<Written>(help[topic].sections));
  return Object.entries<SectionOutline>(HELP_OUTLINE[topic]).flatMap(([id, outline]) => {
    const found = words.get(id);
    return found ? [{ ...outline, id, words: found }] : [];
  });
}

const isListed = (topic: HelpTopic): topic is ListedTopic => topic === 'reasons' || topic === 'networks';

/** Returns the headings of a page's sections, in order. */
export function useContents(topic: HelpTopic): { id: string; heading: string }[] {
  const { words, networkLabel } = useI18n();
  if (topic === 'reasons')
    return REASONS.map((reason) => ({ id: reason, heading: words.help.reasons.sections[reason].heading }));
  if (topic === 'networks') return NETWORK_NAMES.map((network) => ({ id: network, heading: networkLabel(network) }));
  return sectionsOf(words.help, topic).map(({ id, words: { heading } }) => ({ id, heading }));
}

export function HelpContent({ topic }: { topic: HelpTopic }) {
  const { help } = useI18n().words;
  if (isListed(topic)) return topic === 'reasons' ? <ReasonSections /> : <NetworkSections />;
  return sectionsOf(help, topic).map((section) => <HelpSection key={section.id} section={section} />);
}

function HelpSection({ section: { id, words, table, href, more } }: { section: Section }) {
  const heading = `${id}-heading`;
  return (
    <section id={id} aria-labelledby={heading}>
      <h2 id={heading}>{words.heading}</h2>
      {'text' in words && <Paragraphs lines={words.text} />}
      {'steps' in words && <Steps steps={words.steps} />}
      {'list' in words && <List items={words.list} />}
      {table === 'series' && <SeriesTable heading={heading} />}
      {table === 'roles' && <RolesTable heading={heading} />}
      {table === 'scopes' && <ScopeList />}
      {'after' in words && <Paragraphs lines={words.after} />}
      {'link' in words && href && (
        <p>
          <a href={href}>{words.link}</a>
        </p>
      )}
      {more && <SeeAlso topics={more} />}
    </section>
  );
}

function ReasonSections() {
  const { ask, sections } = useI18n().words.help.reasons;
  return (
    <>
      {REASONS.map((reason) => {
        const { heading, what, notice, fix, prevent } = sections[reason];
        return (
          <section key={reason} id={reason} aria-labelledby={`${reason}-heading`}>
            <h2 id={`${reason}-heading`}>{heading}</h2>
            <dl>
              <Answer term={ask.what}>{what}</Answer>
              <Answer term={ask.notice}>{notice}</Answer>
              <Answer term={ask.fix}>
                <Steps steps={fix} />
              </Answer>
              <Answer term={ask.prevent}>{prevent}</Answer>
            </dl>
          </section>
        );
      })}
      <SeeAlso topics={['reconnect', 'transfer', 'networks']} />
    </>
  );
}

function NetworkSections() {
  const { words, networkLabel } = useI18n();
  const { ask, sections } = words.help.networks;
  return (
    <>
      {NETWORK_NAMES.map((network) => {
        const { signIn, ends, good } = sections[network];
        return (
          <section key={network} id={network} aria-labelledby={`${network}-heading`}>
            <h2 id={`${network}-heading`} className="help-network">
              <NetworkIcon network={network} />
              {networkLabel(network)}
            </h2>
            <dl>
              <Answer term={ask.signIn}>{signIn}</Answer>
              <Answer term={ask.ends}>{ends}</Answer>
              <Answer term={ask.good}>
                <List items={good} />
              </Answer>
            </dl>
          </section>
        );
      })}
      <SeeAlso topics={['who', 'parentProfiles']} />
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

const Paragraphs = ({ lines }: { lines: readonly string[] }) => lines.map((line) => <p key={line}>{line}</p>);

/** A single step isn't a list. */
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

function SeeAlso({ topics }: { topics: readonly HelpTopic[] }) {
  const { frame } = useI18n().words.help;
  return (
    <p className="help-more">
      {frame.seeAlso}{' '}
      {topics.map((topic, at) => (
        <span key={topic}>
          {at > 0 && ' · '}
          <HelpLink topic={topic} />
        </span>
      ))}
    </p>
  );
}
