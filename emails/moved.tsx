/**
 * What a transfer moved: one email to each person whom it concerns. The new Account Owner reads what to reconnect now ("step 0
 * wording"), what is connected, and from whom it came, with their own link. The previous one reads what left.
 */
import { PROVIDER_LABELS } from '../domain/networks.js';
import { messagesIn } from '../i18n/index.js';
import { formatList } from '../i18n/lists.js';
import { networkLabel } from '../i18n/networks.js';
import { countParams, groupsOf, type AccountLine } from './account-groups.js';
import type { Listed, MovedAccount, MovedEmail, Template } from './content.js';
import { copiedWords } from './copied.js';
import { Layout } from './layout.js';
import { AccountBox, Button, footerLines, Loss, Paragraph, Quiet, ReasonBox, TextLink } from './parts.js';
import { questions } from './questions.js';
import { sanitizeName } from './sanitize-name.js';
import * as css from './styles.js';
import { accountBlock, disconnectedList, footerBlock, letter, linkBlock } from './text.js';

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
  headline: string;
  intro: string[];
  parts: Part[];
}

/** Returns the values for the sentences: the accounts that moved, and the Parent Profiles for when only those moved. */
function valuesOf(content: MovedEmail) {
  const { locale, disconnected, unauthorized, captured, alone, paused, inactive, profiles, counts } = content;
  const { things } = messagesIn(locale).emails.moved;
  const accounts = [disconnected, unauthorized, captured, alone, paused, inactive].flatMap(({ listed }) => listed);
  const kinds = [
    ...(counts.accounts > 0 ? [things.accounts({ n: counts.accounts })] : []),
    ...(counts.profiles > 0 ? [things.profiles({ n: counts.profiles })] : []),
  ];
  return {
    archive: sanitizeName(content.archiveName),
    others: formatList(
      content.otherNames.map((name) => sanitizeName(name)),
      locale,
    ),
    things: formatList(kinds, locale),
    accounts: countParams(accounts, locale, counts.accounts),
    profiles: { n: counts.profiles, name: sanitizeName(profiles.listed[0]?.name ?? '') },
  };
}

function wordingOf(content: MovedEmail): Wording {
  return content.side === 'new' ? toNewOwner(content) : toFormerOwner(content);
}

function toNewOwner(content: MovedEmail): Wording {
  const { emails } = messagesIn(content.locale);
  const words = emails.moved.new;
  const { disconnected, unauthorized, alone, paused, inactive, captured, profiles, added } = content;
  const { archive, others: from, things, accounts, profiles: moved } = valuesOf(content);
  const mover = content.moverName && sanitizeName(content.moverName);
  const subject =
    accounts.n > 0 ? words.subject.accounts({ ...accounts, archive }) : words.subject.profiles({ ...moved, archive });
  const broken = { ...countParams(disconnected.listed, content.locale, disconnected.total), archive };
  const { added: welcome } = emails.link;
  const intro = [
    ...(added
      ? [mover ? welcome.opening.named({ sender: mover, archive }) : welcome.opening.unnamed({ archive })]
      : []),
    mover ? words.intro.named({ mover, things, from, archive }) : words.intro.unnamed({ things, from, archive }),
  ];
  const parts = [
    part(content, words.paused({ n: paused.total }), paused),
    part(content, words.alone({ n: alone.total }), alone),
    part(content, words.unauthorized({ n: unauthorized.total }), unauthorized),
    part(content, words.connected({ n: captured.total }), captured),
    part(content, words.inactive({ n: inactive.total }), inactive),
    profilesPart(content, words.profiles({ n: profiles.total })),
  ].filter(({ lines }) => lines.length > 0);
  if (disconnected.total > 0) {
    const { first, transferred } = emails.letters;
    return {
      subject: first.subject({ product: sanitizeName(content.productName) }),
      preview: transferred.preview(broken),
      eyebrow: first.eyebrow,
      headline: emails.common.disconnected(broken),
      intro: [...intro, transferred.intro(broken)],
      parts,
    };
  }
  return {
    subject: added ? welcome.subject({ archive }) : subject,
    preview:
      paused.total > 0
        ? words.preview.paused({ n: paused.total })
        : alone.total > 0
          ? words.preview.alone({ n: alone.total })
          : unauthorized.total > 0
            ? words.preview.unauthorized({ n: unauthorized.total })
            : words.preview.nothing({ from }),
    eyebrow: added ? welcome.eyebrow : words.eyebrow,
    headline: subject,
    intro: [...intro, words.after],
    parts,
  };
}

function toFormerOwner(content: MovedEmail): Wording {
  const words = messagesIn(content.locale).emails.moved.old;
  const { captured, staying, profiles, counts } = content;
  const { archive, others: to, things, accounts, profiles: moved } = valuesOf(content);
  const mover = content.moverName && sanitizeName(content.moverName);
  const n = counts.accounts + counts.profiles;
  const subject =
    accounts.n > 0
      ? words.subject.accounts({ ...accounts, archive, to })
      : words.subject.profiles({ ...moved, archive, to });
  return {
    subject,
    preview: staying.total > 0 ? words.preview.staying({ n: staying.total }) : words.preview.nothing({ to }),
    eyebrow: words.eyebrow,
    headline: subject,
    intro: [
      mover ? words.intro.named({ mover, things, to, archive }) : words.intro.unnamed({ things, to, archive }),
      staying.total > 0 ? words.after.staying({ n }) : words.after.nothing({ n }),
    ],
    parts: [
      part(content, words.accounts({ n: captured.total }), captured),
      profilesPart(content, words.profiles({ n: profiles.total })),
      part(content, words.staying({ n: staying.total }), staying),
    ].filter(({ lines }) => lines.length > 0),
  };
}

function part({ locale }: MovedEmail, title: string, { total, listed }: Listed<MovedAccount>): Part {
  const { from } = messagesIn(locale).emails.moved;
  const lines = listed.slice(0, MAX_LISTED).map(({ accountName, network, fromName }) => {
    const label = networkLabel(network, locale);
    const detail = fromName === undefined ? label : from({ detail: label, owner: sanitizeName(fromName) });
    return { name: sanitizeName(accountName), detail };
  });
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

/** Returns what the button does, and the line for the administrators who are copied. */
function actionOf(content: MovedEmail) {
  const { common, letters } = messagesIn(content.locale).emails;
  const { connectUrl, disconnected } = content;
  if (connectUrl === null) return null;
  const label = disconnected.total > 0 ? letters.reconnect : common.openPage;
  return { label, url: connectUrl, copied: copiedWords(content) };
}

/** What the link in this email is, for someone who gets it for the first time. */
function linkFacts({ locale, added }: MovedEmail): string[] {
  const { facts, keepIt } = messagesIn(locale).emails.link;
  const lines = [facts.what, facts.how, facts.howLong].map(({ label, value }) => `${label}: ${value}`);
  return added ? [...lines, keepIt] : [];
}

function html(content: MovedEmail) {
  const { common, letters } = messagesIn(content.locale).emails;
  const { subject, preview, eyebrow, headline, intro, parts } = wordingOf(content);
  const { disconnected, helpUrl } = content;
  const broken = disconnected.listed.slice(0, MAX_LISTED);
  const more = disconnected.total - broken.length;
  return (
    <Layout
      content={content}
      title={subject}
      preview={preview}
      tone={disconnected.total > 0 ? 'alert' : 'calm'}
      eyebrow={eyebrow}
      headline={headline}
      footer={footerLines(questions(content))}
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.ownerName) })}</Paragraph>
      {intro.map((paragraph) => (
        <Paragraph key={paragraph}>{paragraph}</Paragraph>
      ))}
      {groupsOf(broken, content).map((group) => (
        <ReasonBox
          key={group.key}
          group={group}
          help={helpUrl ? { label: letters.help, url: `${helpUrl}#${group.reason}` } : undefined}
        />
      ))}
      {more > 0 ? <Paragraph>{common.more({ n: more })}</Paragraph> : null}
      {disconnected.total > 0 ? <Action content={content} /> : null}
      {parts.map(({ title, lines, more: left }) => (
        <div key={title} style={css.part}>
          <Paragraph>{title}</Paragraph>
          <AccountBox lines={lines} />
          {left > 0 ? <Paragraph>{common.more({ n: left })}</Paragraph> : null}
        </div>
      ))}
      {disconnected.total > 0 ? null : <Action content={content} />}
      {linkFacts(content).map((fact) => (
        <Quiet key={fact}>{fact}</Quiet>
      ))}
      {disconnected.total > 0 ? <Loss>{lossOf(content)}</Loss> : null}
    </Layout>
  );
}

const lossOf = ({ locale, disconnected, archiveName }: MovedEmail): string =>
  messagesIn(locale).emails.letters.loss({ n: disconnected.total, archive: sanitizeName(archiveName) });

/** The one button, as early as there is something to do. */
function Action({ content }: { content: MovedEmail }) {
  const { letters } = messagesIn(content.locale).emails;
  const action = actionOf(content);
  if (!action) return null;
  return (
    <>
      <Button href={action.url}>{action.label}</Button>
      {content.disconnected.total > 0 ? <Quiet>{letters.opens.button}</Quiet> : null}
      {action.copied ? (
        <Quiet>
          {action.copied.button} <TextLink href={action.copied.action.url}>{action.copied.action.label}</TextLink>
        </Quiet>
      ) : null}
    </>
  );
}

function text(content: MovedEmail): string {
  const { common, letters } = messagesIn(content.locale).emails;
  const { intro, parts } = wordingOf(content);
  const { disconnected } = content;
  const action = actionOf(content);
  const link = action && [
    disconnected.total > 0 && letters.opens.link,
    linkBlock(action.label, action.url),
    action.copied?.link,
    action.copied && linkBlock(action.copied.action.label, action.copied.action.url),
  ];
  const broken = disconnected.listed.slice(0, MAX_LISTED);
  const more = disconnected.total - broken.length;
  return letter([
    common.greeting({ name: sanitizeName(content.ownerName) }),
    ...intro,
    ...((disconnected.total > 0 && link) || []),
    broken.length > 0 && disconnectedList(broken, content, content.helpUrl),
    more > 0 && common.more({ n: more }),
    ...parts.map(({ title, lines, more: left }) =>
      [title, ...lines.map(accountBlock), left > 0 ? common.more({ n: left }) : null].filter(Boolean).join('\n'),
    ),
    ...((disconnected.total === 0 && link) || []),
    ...linkFacts(content),
    disconnected.total > 0 && lossOf(content),
    footerBlock(content, questions(content)),
  ]);
}

export const moved: Template<MovedEmail> = { subject: (content) => wordingOf(content).subject, html, text };
