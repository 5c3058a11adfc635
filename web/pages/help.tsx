/** Help: the list of all topics, and the page for one topic. The text is in i18n/<language>/help/. */
import type { ArchiveSummary } from '../../services/archives/summary.js';
import { HELP_GROUPS, helpPath, type HelpGroup, type HelpTopic } from '../help-outline.js';
import { Frame } from '../parts/frame.js';
import { HelpContent, useContents } from '../parts/help.js';
import { useI18n } from '../render/i18n.js';

export interface Reader {
  /** Null when the reader's archive isn't known. */
  archive: ArchiveSummary | null;
  /** The URL of the page that a Personalized Link opened. */
  back: string | null;
  /** Whom to ask. Null when that is the reader, or isn't known. */
  contact: ArchiveSummary['contact'];
}

const GROUPS = Object.keys(HELP_GROUPS) as HelpGroup[];

export function HelpIndexPage({ reader }: { reader: Reader }) {
  const { title, lead } = useI18n().words.help.frame;
  return (
    <Frame title={title} archive={reader.archive ?? undefined} section="help">
      <Head title={title} lead={lead} reader={reader} />
      <div className="help-groups">
        {GROUPS.map((group) => (
          <Group key={group} group={group} />
        ))}
      </div>
      <AskContact reader={reader} />
    </Frame>
  );
}

function Group({ group }: { group: HelpGroup }) {
  const { help } = useI18n().words;
  const { title, lead } = help.frame.groups[group];
  return (
    <section aria-labelledby={`for-${group}`}>
      <h2 id={`for-${group}`}>{title}</h2>
      <p>{lead}</p>
      <ul className="help-topics">
        {HELP_GROUPS[group].map((topic) => (
          <li key={topic} className="card">
            <h3>
              <a href={helpPath(topic)}>{help[topic].title}</a>
            </h3>
            <p>{help[topic].lead}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function HelpTopicPage({ topic, reader }: { topic: HelpTopic; reader: Reader }) {
  const { title, lead } = useI18n().words.help[topic];
  return (
    <Frame title={title} archive={reader.archive ?? undefined} section="help">
      <Head title={title} lead={lead} reader={reader} />
      <div className="columns">
        <div className="column-main help-text">
          <Contents topic={topic} />
          <HelpContent topic={topic} />
          <AskContact reader={reader} />
        </div>
        <aside className="column-aside">
          <OtherTopics current={topic} />
        </aside>
      </div>
    </Frame>
  );
}

function Head({ title, lead, reader }: { title: string; lead: string; reader: Reader }) {
  const { frame } = useI18n().words.help;
  return (
    <div className="page-head">
      {reader.back && (
        <p>
          <a href={reader.back}>{frame.backToAccounts}</a>
        </p>
      )}
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
    </div>
  );
}

/** The sections of a page, as links to them. */
function Contents({ topic }: { topic: HelpTopic }) {
  const { frame } = useI18n().words.help;
  return (
    <nav className="card help-contents" aria-labelledby="on-this-page">
      <h2 id="on-this-page">{frame.onThisPage}</h2>
      <ul>
        {useContents(topic).map(({ id, heading }) => (
          <li key={id}>
            <a href={`#${id}`}>{heading}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** All topics, grouped by reader, with the current one marked. */
function OtherTopics({ current }: { current: HelpTopic }) {
  const { help } = useI18n().words;
  return (
    <nav aria-label={help.frame.all}>
      <h2>
        <a href="/help">{help.frame.all}</a>
      </h2>
      {GROUPS.map((group) => (
        <div key={group}>
          <h3>{help.frame.groups[group].title}</h3>
          <ul className="help-others">
            {HELP_GROUPS[group].map((topic) => (
              <li key={topic}>
                <a href={helpPath(topic)} aria-current={topic === current ? 'page' : undefined}>
                  {help[topic].title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function AskContact({ reader: { archive, contact } }: { reader: Reader }) {
  const { help, common } = useI18n().words;
  const { ask } = help.frame;
  if (archive && !contact) return null;
  return (
    <section className="help-ask" aria-labelledby="ask">
      <h2 id="ask">{ask.title}</h2>
      <p>
        <bdi>{contact ? ask.whom({ whom: common.contact(contact) }) : ask.unknown}</bdi>
      </p>
    </section>
  );
}
