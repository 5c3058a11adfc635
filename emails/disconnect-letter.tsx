/** The letter behind every email that asks an owner to reconnect: first, reminder, disconnected again, transferred. */
import type { ReactElement } from 'react';
import { messagesIn } from '../i18n/index.js';
import { countParams, groupsOf, countUnlisted } from './account-groups.js';
import type { DisconnectedAgainEmail, FirstEmail, ReminderEmail, Template, TransferredEmail } from './content.js';
import { copiedWords } from './copied.js';
import { Layout } from './layout.js';
import { Button, footerLines, Loss, Paragraph, Quiet, ReasonBox, TextLink } from './parts.js';
import { questions, contactLabel } from './questions.js';
import { sanitizeName } from './sanitize-name.js';
import { disconnectedList, footerBlock, letter, linkBlock } from './text.js';

export type DisconnectContent = FirstEmail | ReminderEmail | DisconnectedAgainEmail | TransferredEmail;

export interface DisconnectWording {
  subject: string;
  /** The text that an inbox shows after the subject. */
  preview: string;
  eyebrow: string;
  headline: string;
  /** The paragraph above the accounts. */
  intro: string;
}

/** Above a longer list, the button comes first so it is visible without scrolling. */
const BUTTON_AFTER = 3;

/** Returns a template that is this letter with its own wording. */
export function letterTemplate<C extends DisconnectContent>(wording: (content: C) => DisconnectWording): Template<C> {
  return {
    subject: (content) => wording(content).subject,
    html: (content) => html(content, wording(content)),
    text: (content) => text(content, wording(content)),
  };
}

/** Returns the parts that depend on the reader: the owner, or administrators alone. */
function readerOf(content: DisconnectContent, wording: DisconnectWording) {
  const { common, letters } = messagesIn(content.locale).emails;
  const archive = sanitizeName(content.archiveName);
  const owner = sanitizeName(content.ownerName);
  const params = { ...countParams(content.accounts, content.locale), archive, owner };
  const { connectUrl, dashboardUrl } = content;
  const contact = contactLabel(content);
  return connectUrl === null
    ? {
        preview: letters.administrators.preview(params),
        greeting: common.greetingAdministrators,
        intro: [letters.administrators.intro(params), letters.administrators.todo(params)],
        action: { label: common.accountsOf({ owner }), url: dashboardUrl },
        opens: null,
        copied: null,
        footer: [common.whyAdministrator({ archive }), ...questions(content)],
      }
    : {
        preview: wording.preview,
        greeting: common.greeting({ name: owner }),
        intro: [wording.intro],
        action: { label: letters.reconnect, url: connectUrl },
        opens: letters.opens,
        copied: copiedWords(content),
        footer: [letters.whySent(params), ...(contact === null ? [] : [letters.questions({ ...params, contact })])],
      };
}

type Reader = ReturnType<typeof readerOf>;

function html(content: DisconnectContent, wording: DisconnectWording): ReactElement {
  const { letters } = messagesIn(content.locale).emails;
  const reader = readerOf(content, wording);
  const short = content.accounts.length <= BUTTON_AFTER;
  return (
    <Layout
      content={content}
      title={wording.subject}
      preview={reader.preview}
      tone="alert"
      eyebrow={wording.eyebrow}
      headline={wording.headline}
      footer={footerLines(reader.footer)}
    >
      <Paragraph>{reader.greeting}</Paragraph>
      {reader.intro.map((paragraph) => (
        <Paragraph key={paragraph}>{paragraph}</Paragraph>
      ))}
      {short ? null : (
        <div style={{ margin: '0 0 24px' }}>
          <Action reader={reader} />
        </div>
      )}
      <Accounts content={content} reader={reader} />
      {short ? <Action reader={reader} /> : null}
      <Loss>{letters.loss({ n: content.accounts.length, archive: sanitizeName(content.archiveName) })}</Loss>
    </Layout>
  );
}

function Action({ reader: { action, opens, copied } }: { reader: Reader }) {
  return (
    <>
      <Button href={action.url}>{action.label}</Button>
      {opens ? <Quiet>{opens.button}</Quiet> : null}
      {copied ? (
        <Quiet>
          {copied.button} <TextLink href={copied.action.url}>{copied.action.label}</TextLink>
        </Quiet>
      ) : null}
    </>
  );
}

function Accounts({ content, reader }: { content: DisconnectContent; reader: Reader }) {
  const { common, letters } = messagesIn(content.locale).emails;
  const { helpUrl } = content;
  const more = countUnlisted(content.accounts);
  return (
    <>
      {groupsOf(content.accounts, content).map((group) => (
        <ReasonBox
          key={group.key}
          group={group}
          help={helpUrl ? { label: letters.help, url: `${helpUrl}#${group.reason}` } : undefined}
        />
      ))}
      {more > 0 ? (
        <Paragraph>
          {common.more({ n: more })} <TextLink href={reader.action.url}>{letters.seeAll}</TextLink>
        </Paragraph>
      ) : null}
    </>
  );
}

function text(content: DisconnectContent, wording: DisconnectWording): string {
  const { common, letters } = messagesIn(content.locale).emails;
  const reader = readerOf(content, wording);
  const { action, copied, opens } = reader;
  const { accounts } = content;
  const more = countUnlisted(accounts);
  return letter([
    reader.greeting,
    ...reader.intro,
    opens?.link,
    linkBlock(action.label, action.url),
    copied?.link,
    copied && linkBlock(copied.action.label, copied.action.url),
    disconnectedList(accounts, content, content.helpUrl),
    more > 0 && common.more({ n: more }),
    more > 0 && linkBlock(letters.seeAll, action.url),
    letters.loss({ n: accounts.length, archive: sanitizeName(content.archiveName) }),
    footerBlock(content, reader.footer),
  ]);
}
