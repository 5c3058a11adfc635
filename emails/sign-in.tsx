/** The link that signs a person in. It is the only thing in the email that leads anywhere. */
import type { SignInEmail, Template } from './content.js';
import { personOf } from './disconnect-letter.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Paragraph, Quiet } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { footerBlock, letter, linkBlock } from './text.js';
import { wordsIn } from '../i18n/emails/index.js';

function subject({ locale, productName }: SignInEmail): string {
  return wordsIn(locale).signIn.subject(sanitizeName(productName));
}

function questions({ locale, contact, archiveName }: SignInEmail): string {
  return wordsIn(locale).common.questions(personOf(contact), sanitizeName(archiveName));
}

function html(content: SignInEmail) {
  const { common, signIn } = wordsIn(content.locale);
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={signIn.once(content.minutes)}
      tone="calm"
      eyebrow={signIn.eyebrow}
      headline={subject(content)}
      footer={<FooterLine>{questions(content)}</FooterLine>}
    >
      <Paragraph>{common.greeting(sanitizeName(content.name))}</Paragraph>
      <Paragraph>{signIn.opening(sanitizeName(content.archiveName))}</Paragraph>
      <Button href={content.signInUrl}>{signIn.button}</Button>
      <Quiet>{signIn.once(content.minutes)}</Quiet>
      <Quiet>{signIn.notYou}</Quiet>
    </Layout>
  );
}

function text(content: SignInEmail): string {
  const { common, signIn } = wordsIn(content.locale);
  return letter([
    common.greeting(sanitizeName(content.name)),
    signIn.opening(sanitizeName(content.archiveName)),
    linkBlock(signIn.button, content.signInUrl),
    signIn.once(content.minutes),
    signIn.notYou,
    footerBlock(content, [questions(content)]),
  ]);
}

export const signIn: Template<SignInEmail> = { subject, html, text };
