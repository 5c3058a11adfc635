/**
 * Sent for "Invite to Log In" and to a new administrator: who sent the invitation, what the role can do, and how to
 * sign in.
 */
import { messagesIn } from '../i18n/index.js';
import type { InvitationEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { Button, footerLines, Labelled, Paragraph, Quiet } from './parts.js';
import { newAddressFacts } from './new-address.js';
import { questions } from './questions.js';
import { sanitizeLine, sanitizeName } from './sanitize-name.js';
import { footerBlock, letter, linkBlock } from './text.js';

function wordsOf({ locale, newAddress }: InvitationEmail) {
  const { invitation } = messagesIn(locale).emails;
  const { subject: subjectLine, eyebrow, headline, opening: first } = invitation;
  const { named, unnamed } = first;
  return newAddress ? invitation.moved : { subject: subjectLine, eyebrow, headline, opening: { named, unnamed } };
}

function subject(content: InvitationEmail): string {
  const { archiveName } = content;
  return wordsOf(content).subject({ archive: sanitizeName(archiveName) });
}

function preview({ locale, days }: InvitationEmail): string {
  const { preview } = messagesIn(locale).emails.invitation;
  return days === null ? preview.singleSignOn : preview.link({ days });
}

function opening(content: InvitationEmail): string {
  const { senderName, archiveName } = content;
  const { opening } = wordsOf(content);
  const archive = sanitizeName(archiveName);
  return senderName ? opening.named({ sender: sanitizeName(senderName), archive }) : opening.unnamed({ archive });
}

/** What the reader can do, by role. */
function rightsOf({ locale, roles, newAddress }: InvitationEmail): { label: string; value: string }[] {
  const { roles: names, emails } = messagesIn(locale);
  const rights = roles.map((role) => ({ label: names[role], value: emails.invitation.rights[role] }));
  return [...newAddressFacts(locale, newAddress), ...rights];
}

/** How signing in works, and what to do when the link has expired. */
function notes({ locale, days, signInPage }: InvitationEmail): string[] {
  const { invitation } = messagesIn(locale).emails;
  return [
    ...(days === null ? [invitation.singleSignOn] : [invitation.once({ days }), invitation.later({ url: signInPage })]),
    invitation.keepIt,
  ];
}

function html(content: InvitationEmail) {
  const { common, invitation } = messagesIn(content.locale).emails;
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={preview(content)}
      tone="calm"
      eyebrow={wordsOf(content).eyebrow}
      headline={wordsOf(content).headline}
      footer={footerLines(questions(content))}
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.name) })}</Paragraph>
      <Paragraph>{opening(content)}</Paragraph>
      {rightsOf(content).map(({ label, value }) => (
        <Labelled key={label} label={label} value={sanitizeLine(value)} />
      ))}
      <div style={{ height: 16 }} />
      <Button href={content.signInUrl}>{invitation.signIn}</Button>
      {notes(content).map((note) => (
        <Quiet key={note}>{note}</Quiet>
      ))}
    </Layout>
  );
}

function text(content: InvitationEmail): string {
  const { common, invitation } = messagesIn(content.locale).emails;
  return letter([
    common.greeting({ name: sanitizeName(content.name) }),
    opening(content),
    rightsOf(content)
      .map(({ label, value }) => `${label}: ${value}`)
      .join('\n'),
    linkBlock(invitation.signIn, content.signInUrl),
    ...notes(content),
    footerBlock(content, questions(content)),
  ]);
}

export const invitation: Template<InvitationEmail> = { subject, html, text };
