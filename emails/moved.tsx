/** What a transfer moved. Goes to the new Account Owner, with their own link, and to the previous one. */
import { PROVIDER_LABELS } from '../domain/networks.js';
import { messagesIn } from '../i18n/index.js';
import { formatList } from '../i18n/lists.js';
import { networkLabel } from '../i18n/networks.js';
import { countParams, type AccountLine } from './account-groups.js';
import type { Listed, ListedAccount, MovedEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLines, Paragraph } from './parts.js';
import { questions } from './questions.js';
import { sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';

/** Several lists share the part of a message that Gmail shows before clipping. */
const MAX_LISTED = 20;

interface Part {
  title: string;
  lines: AccountLine[];
  more: number;
}

interface Wording {
  subject: string;
  preview: string;
  eyebrow: string;
  intro: string[];
  parts: Part[];
}

/** Returns the values for the sentences: the accounts that moved, and the Parent Profiles for when only those moved. */
function valuesOf(content: MovedEmail) {
  const { locale, captured, alone, paused, profiles } = content;
  const accounts = [...captured.listed, ...alone.listed, ...paused.listed];
  return {
    archive: sanitizeName(content.archiveName),
    others: formatList(
      content.otherNames.map((name) => sanitizeName(name)),
      locale,
    ),
    accounts: countParams(accounts, locale, captured.total + alone.total + paused.total),
    profiles: { n: profiles.total, name: sanitizeName(profiles.listed[0]?.name ?? '') },
  };
}

function wordingOf(content: MovedEmail): Wording {
  return content.side === 'new' ? toNewOwner(content) : toFormerOwner(content);
}

function toNewOwner(content: MovedEmail): Wording {
  const words = messagesIn(content.locale).emails.moved.new;
  const { alone, paused, captured, profiles } = content;
  const { archive, others: from, accounts, profiles: moved } = valuesOf(content);
  const mover = content.moverName && sanitizeName(content.moverName);
  return {
    subject:
      accounts.n > 0 ? words.subject.accounts({ ...accounts, archive }) : words.subject.profiles({ ...moved, archive }),
    preview:
      paused.total > 0
        ? words.preview.paused({ n: paused.total })
        : alone.total > 0
          ? words.preview.alone({ n: alone.total })
          : words.preview.nothing({ from }),
    eyebrow: words.eyebrow,
    intro: [mover ? words.intro.named({ mover, from, archive }) : words.intro.unnamed({ from, archive }), words.after],
    parts: [
      part(content, words.paused({ n: paused.total }), paused),
      part(content, words.alone({ n: alone.total }), alone),
      part(content, words.nothing, captured),
      profilesPart(content, words.profiles({ n: profiles.total })),
    ].filter(({ lines }) => lines.length > 0),
  };
}

function toFormerOwner(content: MovedEmail): Wording {
  const words = messagesIn(content.locale).emails.moved.old;
  const { captured, staying, profiles } = content;
  const { archive, others: to, accounts, profiles: moved } = valuesOf(content);
  const mover = content.moverName && sanitizeName(content.moverName);
  const n = accounts.n + moved.n;
  return {
    subject:
      accounts.n > 0
        ? words.subject.accounts({ ...accounts, archive, to })
        : words.subject.profiles({ ...moved, archive, to }),
    preview: staying.total > 0 ? words.preview.staying({ n: staying.total }) : words.preview.nothing({ to }),
    eyebrow: words.eyebrow,
    intro: [
      mover ? words.intro.named({ mover, to, archive }) : words.intro.unnamed({ to, archive }),
      staying.total > 0 ? words.after.staying({ n }) : words.after.nothing({ n }),
    ],
    parts: [
      part(content, words.accounts({ n: captured.total }), captured),
      profilesPart(content, words.profiles({ n: profiles.total })),
      part(content, words.staying({ n: staying.total }), staying),
    ].filter(({ lines }) => lines.length > 0),
  };
}

function part({ locale }: MovedEmail, title: string, { total, listed }: Listed<ListedAccount>): Part {
  const lines = listed.slice(0, MAX_LISTED).map(({ accountName, network }) => ({
    name: sanitizeName(accountName),
    detail: networkLabel(network, locale),
  }));
  return { title, lines, more: total - lines.length };
}

function profilesPart({ locale, profiles: { total, listed } }: MovedEmail, title: string): Part {
  const { profile } = messagesIn(locale).emails.moved;
  const lines = listed.slice(0, MAX_LISTED).map(({ name, network }) => ({
    name: sanitizeName(name),
    detail: profile({ provider: PROVIDER_LABELS[network] }),
  }));
  return { title, lines, more: total - lines.length };
}

function html(content: MovedEmail) {
  const { common } = messagesIn(content.locale).emails;
  const { subject, preview, eyebrow, intro, parts } = wordingOf(content);
  return (
    <Layout
      content={content}
      title={subject}
      preview={preview}
      tone="calm"
      eyebrow={eyebrow}
      headline={subject}
      footer={<FooterLines lines={questions(content)} />}
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.ownerName) })}</Paragraph>
      {intro.map((paragraph) => (
        <Paragraph key={paragraph}>{paragraph}</Paragraph>
      ))}
      {parts.map(({ title, lines, more }) => (
        <div key={title}>
          <Paragraph>{title}</Paragraph>
          <AccountBox lines={lines} />
          {more > 0 ? <Paragraph>{common.more({ n: more })}</Paragraph> : null}
        </div>
      ))}
      {content.connectUrl ? <Button href={content.connectUrl}>{common.openPage}</Button> : null}
    </Layout>
  );
}

function text(content: MovedEmail): string {
  const { common } = messagesIn(content.locale).emails;
  const { intro, parts } = wordingOf(content);
  return letter([
    common.greeting({ name: sanitizeName(content.ownerName) }),
    ...intro,
    ...parts.map(({ title, lines, more }) =>
      [title, ...lines.map(accountBlock), more > 0 ? common.more({ n: more }) : null].filter(Boolean).join('\n'),
    ),
    content.connectUrl && linkBlock(common.openPage, content.connectUrl),
    footerBlock(content, questions(content)),
  ]);
}

export const moved: Template<MovedEmail> = { subject: (content) => wordingOf(content).subject, html, text };
