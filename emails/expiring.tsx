/** Sent to an Account Owner whose permission expires soon and can't be renewed automatically. */
import { formatDay } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import { networkLabel } from '../i18n/networks.js';
import { countParams, MAX_LISTED, type AccountLine } from './account-groups.js';
import type { ExpiringEmail, Template } from './content.js';
import { Layout } from './layout.js';
import { AccountBox, Button, footerLines, Paragraph, Quiet } from './parts.js';
import { questions } from './questions.js';
import { sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';

function wordingOf(content: ExpiringEmail) {
  const { locale, timeZone, archiveName, accounts } = content;
  const { expiring, common } = messagesIn(locale).emails;
  const { total, listed } = accounts;
  const shown = listed.slice(0, MAX_LISTED);
  const day = formatDay(listed.map(({ endsAt }) => endsAt).sort()[0]!, timeZone, locale);
  const lines = shown.map(({ accountName, network, endsAt }): AccountLine => ({
    name: sanitizeName(accountName),
    detail: expiring.detail({ network: networkLabel(network, locale), day: formatDay(endsAt, timeZone, locale) }),
  }));
  const values = { ...countParams(listed, locale, total), archive: sanitizeName(archiveName), day };
  return {
    subject: expiring.subject(values),
    preview: expiring.preview(values),
    headline: expiring.headline(values),
    intro: expiring.intro(values),
    lines,
    more: total > shown.length ? common.more({ n: total - shown.length }) : null,
  };
}

function html(content: ExpiringEmail) {
  const { common, expiring } = messagesIn(content.locale).emails;
  const { subject, preview, headline, intro, lines, more } = wordingOf(content);
  return (
    <Layout
      content={content}
      title={subject}
      preview={preview}
      tone="calm"
      eyebrow={expiring.eyebrow}
      headline={headline}
      footer={footerLines(questions(content))}
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.ownerName) })}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      <AccountBox lines={lines} />
      {more ? <Paragraph>{more}</Paragraph> : null}
      <Button href={content.connectUrl}>{expiring.renew}</Button>
      <Quiet>{expiring.once}</Quiet>
    </Layout>
  );
}

function text(content: ExpiringEmail): string {
  const { common, expiring } = messagesIn(content.locale).emails;
  const { intro, lines, more } = wordingOf(content);
  return letter([
    common.greeting({ name: sanitizeName(content.ownerName) }),
    intro,
    [...lines.map(accountBlock), more].filter(Boolean).join('\n'),
    linkBlock(expiring.renew, content.connectUrl),
    expiring.once,
    footerBlock(content, questions(content)),
  ]);
}

export const expiring: Template<ExpiringEmail> = { subject: (content) => wordingOf(content).subject, html, text };
