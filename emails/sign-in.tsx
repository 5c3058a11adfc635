/** The link that signs a person in. It is the only thing in the email that leads anywhere. */
import type { SignInEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Paragraph, Quiet } from './parts.js';
import { askSentence } from './sentences.js';
import { footerBlock, greeting, letter, linkBlock } from './text.js';
import { plain } from './words.js';

function subject(content: SignInEmail): string {
  return `Sign in to ${plain(content.productName)}`;
}

function opening(content: SignInEmail): string {
  return `Here is your link to sign in to the archive of ${plain(content.archiveName)}.`;
}

function onceSentence(content: SignInEmail): string {
  return `It works once, for ${content.minutes} minutes. If you need another one, ask for it on the sign-in page.`;
}

const NOT_YOU =
  'If you did not ask for it, ignore this email: nothing happens without the link. Please do not forward it.';

export const signIn: Template<SignInEmail> = {
  subject,
  html: (content) => (
    <Layout
      title={subject(content)}
      preview={onceSentence(content)}
      productName={plain(content.productName)}
      archiveName={plain(content.archiveName)}
      tone="calm"
      eyebrow="Sign in"
      headline={subject(content)}
      footer={<FooterLine>{askSentence(content.contact, content.archiveName)}</FooterLine>}
    >
      <Paragraph>{greeting(content.name)}</Paragraph>
      <Paragraph>{opening(content)}</Paragraph>
      <Button href={content.signInUrl}>Sign in</Button>
      <Quiet>{onceSentence(content)}</Quiet>
      <Quiet>{NOT_YOU}</Quiet>
    </Layout>
  ),
  text: (content) =>
    letter([
      greeting(content.name),
      opening(content),
      linkBlock('Sign in', content.signInUrl),
      onceSentence(content),
      NOT_YOU,
      footerBlock([
        `${plain(content.productName)} · ${plain(content.archiveName)}`,
        askSentence(content.contact, content.archiveName),
      ]),
    ]),
};
