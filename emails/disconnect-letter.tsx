/** The letter behind every email that asks an owner to reconnect: first, reminder, disconnected again, transferred. */
import type { ReactElement } from 'react';
import { LISTED, groupsOf, unlisted } from './account-groups.js';
import type {
  Contact,
  DisconnectedAgainEmail,
  FirstEmail,
  ReminderEmail,
  Template,
  TransferredEmail,
} from './content.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Loss, Paragraph, Quiet, ReasonBox, TextLink } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { disconnectedList, footerBlock, letter, linkBlock } from './text.js';
import { wordsIn } from '../i18n/emails/index.js';
import type { Person } from '../i18n/emails/numbers.js';

export type DisconnectContent = FirstEmail | ReminderEmail | DisconnectedAgainEmail | TransferredEmail;

export interface DisconnectWording {
  subject: string;
  eyebrow: string;
  headline: string;
  /** The paragraph before the accounts; `by` is what the reader has. */
  intro: (by: 'button' | 'link') => string;
}

/** With a longer list the button comes first: it must be seen without scrolling. */
const BUTTON_AFTER = 3;

/** A template that is this letter with its own wording. */
export function letterTemplate<C extends DisconnectContent>(wording: (content: C) => DisconnectWording): Template<C> {
  return {
    subject: (content) => wording(content).subject,
    html: (content) => html(content, wording(content)),
    text: (content) => text(content, wording(content)),
  };
}

/** Whom to ask, as the words take it. */
export function personOf(contact: Contact | undefined): Person | null {
  return contact ? { name: sanitizeName(contact.name), email: sanitizeName(contact.email) } : null;
}

function html(content: DisconnectContent, wording: DisconnectWording): ReactElement {
  const { common, letters } = wordsIn(content.locale);
  const button = <Reconnect content={content} />;
  const short = content.accounts.length <= BUTTON_AFTER;
  return (
    <Layout
      content={content}
      title={wording.subject}
      preview={wording.intro('button')}
      tone="alert"
      eyebrow={wording.eyebrow}
      headline={wording.headline}
      footer={footerLines(content).map((line) => (
        <FooterLine key={line}>{line}</FooterLine>
      ))}
    >
      <Paragraph>{common.greeting(sanitizeName(content.ownerName))}</Paragraph>
      <Paragraph>{wording.intro('button')}</Paragraph>
      {short ? null : <div style={{ margin: '0 0 24px' }}>{button}</div>}
      <Accounts content={content} />
      {short ? button : null}
      <Loss>{letters.loss(content.accounts.length, sanitizeName(content.archiveName))}</Loss>
    </Layout>
  );
}

function Reconnect({ content }: { content: DisconnectContent }) {
  const { common, letters } = wordsIn(content.locale);
  const owner = sanitizeName(content.ownerName);
  return (
    <>
      <Button href={content.connectUrl}>{letters.reconnect}</Button>
      {content.copied ? (
        <Quiet>
          {`${letters.copiedButton(owner)} `}
          <TextLink href={content.dashboardUrl}>{common.accountsOnDashboard(owner)}</TextLink>.
        </Quiet>
      ) : null}
    </>
  );
}

function Accounts({ content }: { content: DisconnectContent }) {
  const { common, letters } = wordsIn(content.locale);
  const { helpUrl } = content;
  const more = unlisted(content.accounts);
  return (
    <>
      {groupsOf(content.accounts, content).map((group) => (
        <ReasonBox
          key={group.reason}
          group={group}
          help={helpUrl ? { label: letters.help, url: `${helpUrl}#${group.reason}` } : undefined}
        />
      ))}
      {more > 0 ? (
        <Paragraph>
          {`${common.more(more, LISTED)} `}
          <TextLink href={content.connectUrl}>{letters.seeAll}</TextLink>
        </Paragraph>
      ) : null}
    </>
  );
}

function footerLines({ locale, archiveName, contact }: DisconnectContent): string[] {
  const { common, letters } = wordsIn(locale);
  const archive = sanitizeName(archiveName);
  return [letters.whySent(archive), common.questionsOrNotYours(personOf(contact), archive)];
}

function text(content: DisconnectContent, { intro }: DisconnectWording): string {
  const { common, letters } = wordsIn(content.locale);
  const { accounts } = content;
  const owner = sanitizeName(content.ownerName);
  const more = unlisted(accounts);
  return letter([
    common.greeting(owner),
    intro('link'),
    linkBlock(letters.reconnect, content.connectUrl),
    content.copied &&
      linkBlock(`${letters.copiedLink(owner)} ${common.accountsOnDashboard(owner)}`, content.dashboardUrl),
    disconnectedList(accounts, content, content.helpUrl),
    more > 0 && common.more(more, LISTED),
    more > 0 && linkBlock(letters.allAccounts, content.connectUrl),
    letters.loss(accounts.length, sanitizeName(content.archiveName)),
    footerBlock(content, footerLines(content)),
  ]);
}
