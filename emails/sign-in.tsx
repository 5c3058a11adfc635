/** The link that signs a person in. It is the only link in the email. */
import { messagesIn } from '../i18n/index.js';
import type { SignInEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, footerLines, Paragraph, Quiet } from './parts.js';
import { questions } from './questions.js';
import { sanitizeName } from './sanitize-name.js';
import { footerBlock, letter, linkBlock } from './text.js';

function subject({ locale, archiveName }: SignInEmail): string {
  return messagesIn(locale).emails.signIn.subject({ archive: sanitizeName(archiveName) });
}

function html(content: SignInEmail) {
  const { common, signIn } = messagesIn(content.locale).emails;
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={signIn.preview({ minutes: content.minutes })}
      tone="calm"
      eyebrow={signIn.eyebrow}
      headline={signIn.headline({ product: sanitizeName(content.productName) })}
      footer={footerLines(questions(content))}
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.name) })}</Paragraph>
      <Paragraph>{signIn.opening({ archive: sanitizeName(content.archiveName) })}</Paragraph>
      <Button href={content.signInUrl}>{signIn.signIn}</Button>
      <Quiet>{signIn.once({ minutes: content.minutes })}</Quiet>
      <Quiet>{signIn.notYou}</Quiet>
    </Layout>
  );
}

function text(content: SignInEmail): string {
  const { common, signIn } = messagesIn(content.locale).emails;
  return letter([
    common.greeting({ name: sanitizeName(content.name) }),
    signIn.opening({ archive: sanitizeName(content.archiveName) }),
    linkBlock(signIn.signIn, content.signInUrl),
    signIn.once({ minutes: content.minutes }),
    signIn.notYou,
    footerBlock(content, questions(content)),
  ]);
}

export const signIn: Template<SignInEmail> = { subject, html, text };
