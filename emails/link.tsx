/** The Personalized Link. Article: "Account Owners also receive this link when they are first added to the archive as a user." */
import type { LinkEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Labelled, Paragraph, Quiet } from './parts.js';
import { askSentence } from './sentences.js';
import { footerBlock, greeting, letter, linkBlock } from './text.js';
import { plain } from './words.js';

/** product.md: "It dies … 90 days after the last email that carried it". */
const VALID = 'It works for 90 days after the last email that carried it; every new email starts the 90 days again.';

const KEEP_IT = 'The link is yours alone: please do not forward this email.';

function subject(content: LinkEmail): string {
  return `${plain(content.productName)}: Your link to connect accounts of ${plain(content.archiveName)}`;
}

function opening(content: LinkEmail): string {
  const archive = plain(content.archiveName);
  const sender = content.senderName ? plain(content.senderName) : 'An administrator';
  return content.why === 'added'
    ? `${sender} added you as an Account Owner in the archive of ${archive}: the social media accounts you look after are archived as public records, and you keep them connected.`
    : `${sender} sent you your personal link to the archive of ${archive}.`;
}

function facts(): { label: string; value: string }[] {
  return [
    {
      label: 'What it does',
      value:
        'It opens your own page, without a login: connect new accounts, and reconnect those that were disconnected.',
    },
    { label: 'How it works', value: 'You sign in at the network itself; your password is never seen by the archive.' },
    { label: 'How long', value: VALID },
  ];
}

export const link: Template<LinkEmail> = {
  subject,
  html: (content) => (
    <Layout
      title={subject(content)}
      preview={opening(content)}
      productName={plain(content.productName)}
      archiveName={plain(content.archiveName)}
      tone="calm"
      eyebrow={content.why === 'added' ? 'Welcome' : 'Your personal link'}
      headline={content.why === 'added' ? 'Connect your accounts' : 'Your link to connect accounts'}
      footer={<FooterLine>{askSentence(content.contact, content.archiveName)}</FooterLine>}
    >
      <Paragraph>{greeting(content.ownerName)}</Paragraph>
      <Paragraph>{opening(content)}</Paragraph>
      {facts().map(({ label, value }) => (
        <Labelled key={label} label={label} value={value} />
      ))}
      <div style={{ height: 16 }} />
      <Button href={content.connectUrl}>Open my page</Button>
      <Quiet>{KEEP_IT}</Quiet>
    </Layout>
  ),
  text: (content) =>
    letter([
      greeting(content.ownerName),
      opening(content),
      linkBlock('Open my page', content.connectUrl),
      facts()
        .map(({ label, value }) => `${label}: ${value}`)
        .join('\n'),
      KEEP_IT,
      footerBlock([
        `${plain(content.productName)} · ${plain(content.archiveName)}`,
        askSentence(content.contact, content.archiveName),
      ]),
    ]),
};
