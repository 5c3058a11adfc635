/** The letter behind every email that asks an owner to reconnect: first, reminder, disconnected again, transferred. */
import type { ReactElement } from 'react';
import { LISTED, groupsOf, unlisted, type AccountLine } from './account-groups.js';
import type {
  DisconnectedAccount,
  DisconnectedAgainEmail,
  FirstEmail,
  ReminderEmail,
  TransferredEmail,
} from './content.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Loss, Paragraph, Quiet, ReasonBox, TextLink } from './parts.js';
import { askSentence, copiedLinkWords, copiedSentence, lossSentence, whySentSentence } from './sentences.js';
import { disconnectedList, accountBlock, footerBlock, greeting, letter, linkBlock, moreLine } from './text.js';
import { plain } from './words.js';

export type DisconnectContent = FirstEmail | ReminderEmail | DisconnectedAgainEmail | TransferredEmail;

export interface DisconnectWording {
  subject: string;
  eyebrow: string;
  headline: string;
  /** The paragraph before the accounts; `way` is what the reader has: "the button", "the link". */
  intro(way: string): string;
  /** Accounts that go on being captured, with what is asked about them. */
  aside?: { sentence: string; lines: AccountLine[]; more: number };
}

/** With a longer list the button comes first: it must be seen without scrolling. */
const BUTTON_AFTER = 3;

export function disconnectHtml(content: DisconnectContent, words: DisconnectWording): ReactElement {
  const button = <Reconnect content={content} />;
  const short = content.accounts.length <= BUTTON_AFTER;
  return (
    <Layout
      title={words.subject}
      preview={words.intro('the button')}
      productName={plain(content.productName)}
      archiveName={plain(content.archiveName)}
      tone="alert"
      eyebrow={words.eyebrow}
      headline={words.headline}
      footer={<Footer content={content} />}
    >
      <Paragraph>{greeting(content.ownerName)}</Paragraph>
      <Paragraph>{words.intro('the button')}</Paragraph>
      {short ? null : <div style={{ margin: '0 0 24px' }}>{button}</div>}
      <Accounts accounts={content.accounts} content={content} />
      {words.aside ? <Aside aside={words.aside} /> : null}
      {short ? button : null}
      {content.accounts.length > 0 ? <Loss>{lossSentence(content.accounts, content.archiveName)}</Loss> : null}
    </Layout>
  );
}

function Reconnect({ content }: { content: DisconnectContent }) {
  return (
    <>
      <Button href={content.connectUrl}>Reconnect</Button>
      {content.copied ? (
        <Quiet>
          {`${copiedSentence(content.ownerName)} `}
          <TextLink href={content.dashboardUrl}>{copiedLinkWords(content.ownerName)}</TextLink>.
        </Quiet>
      ) : null}
    </>
  );
}

function Accounts({ accounts, content }: { accounts: DisconnectedAccount[]; content: DisconnectContent }) {
  const more = unlisted(accounts);
  return (
    <>
      {groupsOf(accounts, content.timeZone).map((group) => (
        <ReasonBox key={group.reason} group={group} />
      ))}
      {more > 0 ? (
        <Paragraph>
          {`${moreLine(more)} `}
          <TextLink href={content.connectUrl}>See all accounts</TextLink>
        </Paragraph>
      ) : null}
    </>
  );
}

function Aside({ aside }: { aside: NonNullable<DisconnectWording['aside']> }) {
  return (
    <>
      <Paragraph>{aside.sentence}</Paragraph>
      <AccountBox lines={aside.lines} />
      {aside.more > 0 ? <Paragraph>{moreLine(aside.more, aside.lines.length)}</Paragraph> : null}
    </>
  );
}

function Footer({ content }: { content: DisconnectContent }) {
  return (
    <>
      <FooterLine>{whySentSentence(content.archiveName)}</FooterLine>
      <FooterLine>
        {askSentence(content.contact, content.archiveName, 'Questions, or not yours to reconnect?')}
      </FooterLine>
    </>
  );
}

export function disconnectText(content: DisconnectContent, words: DisconnectWording): string {
  const { accounts } = content;
  const { aside } = words;
  return letter([
    greeting(content.ownerName),
    words.intro('the link'),
    linkBlock('Reconnect', content.connectUrl),
    content.copied &&
      linkBlock(
        `The link above is for ${plain(content.ownerName)}. Administrators who are copied do not need it: ${copiedLinkWords(content.ownerName)}`,
        content.dashboardUrl,
      ),
    accounts.length > 0 && disconnectedList(accounts, content.timeZone),
    accounts.length > LISTED && linkBlock('All accounts', content.connectUrl),
    aside && aside.sentence,
    aside && aside.lines.map(accountBlock).join('\n'),
    aside && aside.more > 0 && moreLine(aside.more, aside.lines.length),
    accounts.length > 0 && lossSentence(accounts, content.archiveName),
    footerBlock([
      `${plain(content.productName)} · ${plain(content.archiveName)}`,
      whySentSentence(content.archiveName),
      askSentence(content.contact, content.archiveName, 'Questions, or not yours to reconnect?'),
    ]),
  ]);
}
