/** To an Account Owner whose permission ends soon and that no machine can renew. */
import { networkLabel } from '../i18n/networks.js';
import { LISTED, type AccountLine } from './account-groups.js';
import type { ExpiringEmail, Template } from './content.js';
import { personOf } from './disconnect-letter.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Paragraph, Quiet } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';
import { formatDay } from '../i18n/dates.js';
import { wordsIn } from '../i18n/emails/index.js';

function said(content: ExpiringEmail) {
  const { locale, timeZone, productName, archiveName, accounts } = content;
  const { expiring, common } = wordsIn(locale);
  const { total, listed } = accounts;
  const shown = listed.slice(0, LISTED);
  const earliest = listed.map(({ endsAt }) => endsAt).sort()[0]!;
  const lines = shown.map(({ accountName, network, endsAt }): AccountLine => ({
    name: sanitizeName(accountName),
    detail: `${networkLabel(network, locale)}, ${expiring.ends(formatDay(endsAt, timeZone, locale))}`,
  }));
  return {
    subject: expiring.subject(sanitizeName(productName), {
      n: total,
      name: sanitizeName(listed[0]?.accountName ?? ''),
    }),
    headline: expiring.headline(formatDay(earliest, timeZone, locale)),
    intro: expiring.intro(sanitizeName(archiveName), total),
    lines,
    more: total > shown.length ? common.more(total - shown.length, shown.length) : null,
    questions: common.questions(personOf(content.contact), sanitizeName(archiveName)),
  };
}

function html(content: ExpiringEmail) {
  const { common, expiring } = wordsIn(content.locale);
  const { subject, headline, intro, lines, more, questions } = said(content);
  return (
    <Layout
      content={content}
      title={subject}
      preview={intro}
      tone="calm"
      eyebrow={expiring.eyebrow}
      headline={headline}
      footer={<FooterLine>{questions}</FooterLine>}
    >
      <Paragraph>{common.greeting(sanitizeName(content.ownerName))}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      <AccountBox lines={lines} />
      {more ? <Paragraph>{more}</Paragraph> : null}
      <Button href={content.connectUrl}>{expiring.open}</Button>
      <Quiet>{expiring.once}</Quiet>
    </Layout>
  );
}

function text(content: ExpiringEmail): string {
  const { common, expiring } = wordsIn(content.locale);
  const { intro, lines, more, questions } = said(content);
  return letter([
    common.greeting(sanitizeName(content.ownerName)),
    intro,
    [...lines.map(accountBlock), more].filter(Boolean).join('\n'),
    linkBlock(expiring.open, content.connectUrl),
    expiring.once,
    footerBlock(content, [questions]),
  ]);
}

export const expiring: Template<ExpiringEmail> = { subject: (content) => said(content).subject, html, text };
