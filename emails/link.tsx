/** The Personalized Link. Article: "Account Owners also receive this link when they are first added to the archive as a user." */
import type { LinkEmail, Template } from './content.js';
import { personOf } from './disconnect-letter.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Labelled, Paragraph, Quiet } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { footerBlock, letter, linkBlock } from './text.js';
import { wordsIn } from '../i18n/emails/index.js';

function subject({ locale, productName, archiveName }: LinkEmail): string {
  return wordsIn(locale).link.subject(sanitizeName(productName), sanitizeName(archiveName));
}

function opening({ locale, why, senderName, archiveName }: LinkEmail): string {
  const { link } = wordsIn(locale);
  return link[why].opening(senderName ? sanitizeName(senderName) : link.someAdministrator, sanitizeName(archiveName));
}

function questions({ locale, contact, archiveName }: LinkEmail): string {
  return wordsIn(locale).common.questions(personOf(contact), sanitizeName(archiveName));
}

function html(content: LinkEmail) {
  const { common, link } = wordsIn(content.locale);
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={opening(content)}
      tone="calm"
      eyebrow={link[content.why].eyebrow}
      headline={link[content.why].headline}
      footer={<FooterLine>{questions(content)}</FooterLine>}
    >
      <Paragraph>{common.greeting(sanitizeName(content.ownerName))}</Paragraph>
      <Paragraph>{opening(content)}</Paragraph>
      {link.facts.map(({ label, value }) => (
        <Labelled key={label} label={label} value={value} />
      ))}
      <div style={{ height: 16 }} />
      <Button href={content.connectUrl}>{link.open}</Button>
      <Quiet>{link.keepIt}</Quiet>
    </Layout>
  );
}

function text(content: LinkEmail): string {
  const { common, link } = wordsIn(content.locale);
  return letter([
    common.greeting(sanitizeName(content.ownerName)),
    opening(content),
    linkBlock(link.open, content.connectUrl),
    link.facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    link.keepIt,
    footerBlock(content, [questions(content)]),
  ]);
}

export const link: Template<LinkEmail> = { subject, html, text };
