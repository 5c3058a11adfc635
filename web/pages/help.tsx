/** Help: the list of all pages, and one page of it. What they say is in i18n/pages. */
import type { ArchiveSummary } from '../../services/archives/summary.js';
import { Frame } from '../parts/frame.js';
import { NetworkSections, ReasonSections, Section } from '../parts/help.js';
import { useI18n } from '../render/i18n.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import { HELP_TOPICS, type HelpTopic } from '../../i18n/pages/help-model.js';

export interface Reader {
  /** Null for somebody whose archive is not known. */
  archive: ArchiveSummary | null;
  /** To the page that a Personalized Link opened. */
  back: string | null;
}

export function HelpIndexPage({ reader }: { reader: Reader }) {
  const { help } = useI18n().words;
  return (
    <Frame title={help.title} archive={reader.archive ?? undefined} section="help">
      <Head title={help.title} lead={help.lead} reader={reader} />
      <ul className="help-topics">
        {HELP_TOPICS.map((topic) => (
          <li key={topic} className="card">
            <h2>
              <a href={`/help/${topic}`}>{help.topics[topic].title}</a>
            </h2>
            <p>{help.topics[topic].lead}</p>
          </li>
        ))}
      </ul>
      <Ask reader={reader} />
    </Frame>
  );
}

export function HelpTopicPage({ topic, reader }: { topic: HelpTopic; reader: Reader }) {
  const { help } = useI18n().words;
  const { title, lead, sections } = help.topics[topic];
  return (
    <Frame title={title} archive={reader.archive ?? undefined} section="help">
      <Head title={title} lead={lead} reader={reader} />
      <div className="columns">
        <div className="column-main help-text">
          <Contents topic={topic} />
          {topic === 'reasons' && (
            <>
              <ReasonSections />
              <NetworkSections />
            </>
          )}
          {sections.map((section) => (
            <Section key={section.id} section={section} />
          ))}
          <Ask reader={reader} />
        </div>
        <aside className="column-aside">
          <nav aria-label={help.all}>
            <h2>
              <a href="/help">{help.all}</a>
            </h2>
            <ul className="help-others">
              {HELP_TOPICS.map((other) => (
                <li key={other}>
                  <a href={`/help/${other}`} aria-current={other === topic ? 'page' : undefined}>
                    {help.topics[other].title}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </aside>
      </div>
    </Frame>
  );
}

function Head({ title, lead, reader }: { title: string; lead: string; reader: Reader }) {
  const { help } = useI18n().words;
  return (
    <div className="page-head">
      {reader.back && (
        <p>
          <a href={reader.back}>{help.backToAccounts}</a>
        </p>
      )}
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
    </div>
  );
}

/** The parts of a long page, as links to them. */
function Contents({ topic }: { topic: HelpTopic }) {
  const { words, networkLabel } = useI18n();
  const { help } = words;
  const parts =
    topic === 'reasons'
      ? [
          ...REASONS.map((reason) => ({ id: reason, heading: help.reasons[reason].heading })),
          ...NETWORK_NAMES.map((network) => ({ id: network, heading: networkLabel(network) })),
        ]
      : help.topics[topic].sections;
  return (
    <nav className="card help-contents" aria-labelledby="on-this-page">
      <h2 id="on-this-page">{help.onThisPage}</h2>
      <ul>
        {parts.map(({ id, heading }) => (
          <li key={id}>
            <a href={`#${id}`}>{heading}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Ask({ reader: { archive } }: { reader: Reader }) {
  const i18n = useI18n();
  const { help } = i18n.words;
  return (
    <section className="help-ask" aria-labelledby="ask">
      <h2 id="ask">{help.ask.title}</h2>
      <p>
        <bdi>{archive ? help.ask.of(i18n.whomToAsk(archive.contact)) : help.ask.nobody}</bdi>
      </p>
    </section>
  );
}
