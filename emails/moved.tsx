/** What a transfer moved: to the new Account Owner with their own link, and to the one before. */
import { PROVIDER_LABELS } from '../domain/networks.js';
import { networkLabel } from '../i18n/networks.js';
import type { AccountLine } from './account-groups.js';
import type { Listed, ListedAccount, MovedEmail, Template } from './content.js';
import { personOf } from './disconnect-letter.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Paragraph } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';
import { wordsIn } from '../i18n/emails/index.js';
import type { Counted } from '../i18n/emails/numbers.js';

/** Several lists share what Gmail shows of a message. */
const LISTED_EACH = 20;
/** Of those from whom it came. */
const OTHERS_NAMED = 3;

interface Part {
  title: string;
  lines: AccountLine[];
  more: number;
}

interface Said {
  subject: string;
  eyebrow: string;
  headline: string;
  intro: string;
  parts: Part[];
}

const counted = (content: MovedEmail): Counted => {
  const { captured, alone, paused } = content;
  const [first] = [...captured.listed, ...alone.listed, ...paused.listed];
  return { n: captured.total + alone.total + paused.total, name: sanitizeName(first?.accountName ?? '') };
};

function said(content: MovedEmail): Said {
  const { locale, side, productName, archiveName, moverName, otherNames, profiles, captured, alone, paused, staying } =
    content;
  const { moved } = wordsIn(locale);
  const accounts = counted(content);
  const mover = moverName ? sanitizeName(moverName) : moved.someAdministrator;
  const named = otherNames
    .slice(0, OTHERS_NAMED)
    .map((name) => sanitizeName(name))
    .join(', ');
  const unnamed = otherNames.length - OTHERS_NAMED;
  const others = unnamed > 0 ? moved.andMore(named, unnamed) : named;
  const part = (title: string, { total, listed }: Listed<ListedAccount>): Part => ({
    title,
    lines: listed.slice(0, LISTED_EACH).map(({ accountName, network }) => ({
      name: sanitizeName(accountName),
      detail: networkLabel(network, locale),
    })),
    more: total - Math.min(LISTED_EACH, listed.length),
  });
  const theirs: Part = {
    title: moved[side].profiles,
    lines: profiles.listed
      .slice(0, LISTED_EACH)
      .map(({ name, network }) => ({ name: sanitizeName(name), detail: moved.profile(PROVIDER_LABELS[network]) })),
    more: profiles.total - Math.min(LISTED_EACH, profiles.listed.length),
  };
  const words = moved[side];
  const parts =
    side === 'new'
      ? [
          part(moved.new.paused, paused),
          part(moved.new.alone(alone.total), alone),
          part(moved.new.captured, captured),
          theirs,
        ]
      : [part(moved.old.accounts, captured), theirs, part(moved.old.staying(staying.total), staying)];
  return {
    subject: words.subject(sanitizeName(productName), accounts, profiles.total, others),
    eyebrow: words.eyebrow,
    headline: words.headline(accounts, profiles.total),
    intro: words.intro(mover, sanitizeName(archiveName), others),
    parts: parts.filter(({ lines }) => lines.length > 0),
  };
}

function questions({ locale, contact, archiveName }: MovedEmail): string {
  return wordsIn(locale).common.questions(personOf(contact), sanitizeName(archiveName));
}

function html(content: MovedEmail) {
  const { common, moved } = wordsIn(content.locale);
  const { subject, eyebrow, headline, intro, parts } = said(content);
  return (
    <Layout
      content={content}
      title={subject}
      preview={intro}
      tone="calm"
      eyebrow={eyebrow}
      headline={headline}
      footer={<FooterLine>{questions(content)}</FooterLine>}
    >
      <Paragraph>{common.greeting(sanitizeName(content.ownerName))}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      {parts.map(({ title, lines, more }) => (
        <div key={title}>
          <Paragraph>{title}</Paragraph>
          <AccountBox lines={lines} />
          {more > 0 ? <Paragraph>{common.more(more, lines.length)}</Paragraph> : null}
        </div>
      ))}
      {content.connectUrl ? <Button href={content.connectUrl}>{moved.open}</Button> : null}
    </Layout>
  );
}

function text(content: MovedEmail): string {
  const { common, moved } = wordsIn(content.locale);
  const { intro, parts } = said(content);
  return letter([
    common.greeting(sanitizeName(content.ownerName)),
    intro,
    ...parts.map(({ title, lines, more }) =>
      [title, ...lines.map(accountBlock), more > 0 ? common.more(more, lines.length) : null].filter(Boolean).join('\n'),
    ),
    content.connectUrl && linkBlock(moved.open, content.connectUrl),
    footerBlock(content, [questions(content)]),
  ]);
}

export const moved: Template<MovedEmail> = { subject: (content) => said(content).subject, html, text };
