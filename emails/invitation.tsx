/** "Invite to Log In", or a new administrator: who invited, what the role may do, and the way in. */
import type { InvitationEmail, Template } from './content.js';
import { personOf } from './disconnect-letter.js';
import { Layout } from './layout.js';
import { Button, FooterLine, Labelled, Paragraph, Quiet } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { footerBlock, letter, linkBlock } from './text.js';
import { wordsIn } from '../i18n/emails/index.js';

function subject({ locale, productName, archiveName }: InvitationEmail): string {
  return wordsIn(locale).invitation.subject(sanitizeName(productName), sanitizeName(archiveName));
}

function opening({ locale, senderName, archiveName }: InvitationEmail): string {
  const { invitation } = wordsIn(locale);
  return invitation.opening(
    senderName ? sanitizeName(senderName) : invitation.someAdministrator,
    sanitizeName(archiveName),
  );
}

/** How the way in works, and what to do once it is over. */
function notes({ locale, days, signInPage }: InvitationEmail): string[] {
  const { invitation } = wordsIn(locale);
  return [
    ...(days === null ? [invitation.yourLogin] : [invitation.once(days), invitation.later(signInPage)]),
    invitation.keepIt,
  ];
}

function questions({ locale, contact, archiveName }: InvitationEmail): string {
  return wordsIn(locale).common.questions(personOf(contact), sanitizeName(archiveName));
}

function html(content: InvitationEmail) {
  const { common, invitation } = wordsIn(content.locale);
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={opening(content)}
      tone="calm"
      eyebrow={invitation.eyebrow}
      headline={invitation.headline}
      footer={<FooterLine>{questions(content)}</FooterLine>}
    >
      <Paragraph>{common.greeting(sanitizeName(content.name))}</Paragraph>
      <Paragraph>{opening(content)}</Paragraph>
      {content.roles.map((role) => (
        <Labelled key={role} label={invitation.role} value={invitation.rights[role]} />
      ))}
      <div style={{ height: 16 }} />
      <Button href={content.signInUrl}>{invitation.button}</Button>
      {notes(content).map((note) => (
        <Quiet key={note}>{note}</Quiet>
      ))}
    </Layout>
  );
}

function text(content: InvitationEmail): string {
  const { common, invitation } = wordsIn(content.locale);
  return letter([
    common.greeting(sanitizeName(content.name)),
    opening(content),
    content.roles.map((role) => `${invitation.role}: ${invitation.rights[role]}`).join('\n'),
    linkBlock(invitation.button, content.signInUrl),
    ...notes(content),
    footerBlock(content, [questions(content)]),
  ]);
}

export const invitation: Template<InvitationEmail> = { subject, html, text };
