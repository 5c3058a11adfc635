/**
 * The Personalized Link. Article: "Account Owners also receive this link when they are first added to the archive as a
 * user."
 */
import { messagesIn } from '../i18n/index.js';
import type { LinkEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, footerLines, Labelled, Paragraph, Quiet } from './parts.js';
import { newAddressFacts } from './new-address.js';
import { questions } from './questions.js';
import { sanitizeLine, sanitizeName } from './sanitize-name.js';
import { footerBlock, letter, linkBlock } from './text.js';

function subject({ locale, why, archiveName }: LinkEmail): string {
  return messagesIn(locale).emails.link[why].subject({ archive: sanitizeName(archiveName) });
}

function opening({ locale, why, senderName, archiveName }: LinkEmail): string {
  const { opening } = messagesIn(locale).emails.link[why];
  const archive = sanitizeName(archiveName);
  return senderName ? opening.named({ sender: sanitizeName(senderName), archive }) : opening.unnamed({ archive });
}

function factsOf({ locale, newAddress }: LinkEmail): { label: string; value: string }[] {
  const { what, how, howLong } = messagesIn(locale).emails.link.facts;
  return [
    ...newAddressFacts(locale, newAddress),
    { label: what.label, value: what.value },
    { label: how.label, value: how.value },
    { label: howLong.label, value: howLong.value },
  ];
}

/** Where else the reader gets in. */
function signInLine({ locale, signInPage }: LinkEmail): string | null {
  return signInPage === undefined ? null : messagesIn(locale).emails.link.signIn({ url: signInPage });
}

function html(content: LinkEmail) {
  const { common, link } = messagesIn(content.locale).emails;
  const { preview, eyebrow, headline } = link[content.why];
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={preview}
      tone="calm"
      eyebrow={eyebrow}
      headline={headline}
      footer={footerLines(questions(content))}
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.ownerName) })}</Paragraph>
      <Paragraph>{opening(content)}</Paragraph>
      {factsOf(content).map(({ label, value }) => (
        <Labelled key={label} label={label} value={sanitizeLine(value)} />
      ))}
      <div style={{ height: 16 }} />
      <Button href={content.connectUrl}>{common.openPage}</Button>
      {signInLine(content) && <Quiet>{signInLine(content)}</Quiet>}
      <Quiet>{link.keepIt}</Quiet>
    </Layout>
  );
}

function text(content: LinkEmail): string {
  const { common, link } = messagesIn(content.locale).emails;
  return letter([
    common.greeting({ name: sanitizeName(content.ownerName) }),
    opening(content),
    linkBlock(common.openPage, content.connectUrl),
    factsOf(content)
      .map(({ label, value }) => `${label}: ${value}`)
      .join('\n'),
    signInLine(content),
    link.keepIt,
    footerBlock(content, questions(content)),
  ]);
}

export const link: Template<LinkEmail> = { subject, html, text };
