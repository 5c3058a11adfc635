/** The short confirmation, to the owner and to the administrators who had been told. */
import { reasonWords } from '../domain/reasons.js';
import { LISTED, networkLabel, unlisted, type AccountLine } from './account-groups.js';
import type { ClosedBy, ReconnectedAccount, ReconnectedEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Paragraph, Quiet, TextLink } from './parts.js';
import { accountsAre, askSentence, copiedLinkWords } from './sentences.js';
import { accountBlock, footerBlock, greeting, letter, linkBlock, moreLine } from './text.js';
import { when } from './when.js';
import { capitalized, count, plain } from './words.js';

/** product.md: "A reconnect through the link is recorded as 'through the Personalized Link of <owner>'". */
export function closedByWords(closedBy: ClosedBy): string {
  switch (closedBy.by) {
    case 'personalized_link':
      return `through the Personalized Link of ${plain(closedBy.ownerName)}`;
    case 'owner':
      return `by ${plain(closedBy.ownerName)}`;
    case 'administrator':
      return `by ${plain(closedBy.name)} (administrator)`;
    case 'archive':
      return 'by itself: the archive captures it again';
    default:
      return 'automatically: its permission was renewed';
  }
}

function lineOf(account: ReconnectedAccount, timeZone: string): AccountLine {
  const since = when(account.disconnectedSince, timeZone);
  const until = when(account.reconnectedAt, timeZone);
  return {
    name: plain(account.accountName),
    detail: `${networkLabel(account)} · reconnected ${closedByWords(account.closedBy)}. Disconnected from ${since} to ${until}. Reason: ${reasonWords(account.reason, 'en').what}.`,
  };
}

function linesOf(content: ReconnectedEmail): AccountLine[] {
  return content.accounts.slice(0, LISTED).map((account) => lineOf(account, content.timeZone));
}

function subject(content: ReconnectedEmail): string {
  const [only] = content.accounts;
  return content.accounts.length === 1 && only
    ? `Reconnected: ${plain(only.accountName)} (${networkLabel(only)})`
    : `Reconnected: ${count(content.accounts.length, 'account')}`;
}

function thanks(content: ReconnectedEmail): string {
  const it = content.accounts.length === 1 ? 'it' : 'them';
  return `${plain(content.archiveName)} is archiving ${it} again, and the emails about this have stopped. Nothing more to do.`;
}

function buttonOf(content: ReconnectedEmail): { label: string; url: string } {
  return content.connectUrl
    ? { label: 'See your accounts', url: content.connectUrl }
    : { label: 'Open the dashboard', url: content.dashboardUrl };
}

export const reconnected: Template<ReconnectedEmail> = {
  subject,
  html: (content) => (
    <Layout
      title={subject(content)}
      preview={thanks(content)}
      productName={plain(content.productName)}
      archiveName={plain(content.archiveName)}
      tone="good"
      eyebrow="Reconnected"
      headline={accountsAre(content.accounts, 'connected again')}
      footer={<FooterLine>{askSentence(content.contact, content.archiveName)}</FooterLine>}
    >
      <Paragraph>{greeting(content.ownerName)}</Paragraph>
      <Paragraph>{thanks(content)}</Paragraph>
      <AccountBox lines={linesOf(content)} />
      {unlisted(content.accounts) > 0 ? <Paragraph>{moreLine(unlisted(content.accounts))}</Paragraph> : null}
      <Button href={buttonOf(content).url}>{buttonOf(content).label}</Button>
      {content.copied && content.connectUrl ? (
        <Quiet>
          {'Administrators who are copied: '}
          <TextLink href={content.dashboardUrl}>{copiedLinkWords(content.ownerName)}</TextLink>.
        </Quiet>
      ) : null}
    </Layout>
  ),
  text: (content) =>
    letter([
      greeting(content.ownerName),
      `${accountsAre(content.accounts, 'connected again')}.`,
      thanks(content),
      linesOf(content).map(accountBlock).join('\n'),
      unlisted(content.accounts) > 0 && moreLine(unlisted(content.accounts)),
      linkBlock(buttonOf(content).label, buttonOf(content).url),
      content.copied &&
        content.connectUrl &&
        linkBlock(capitalized(copiedLinkWords(content.ownerName)), content.dashboardUrl),
      footerBlock([
        `${plain(content.productName)} · ${plain(content.archiveName)}`,
        askSentence(content.contact, content.archiveName),
      ]),
    ]),
};
