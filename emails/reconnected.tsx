/** The short confirmation, sent to the owner and to the administrators who were told about the disconnect. */
import { formatMoment } from '../i18n/dates.js';
import { messagesIn, type Messages } from '../i18n/index.js';
import { networkLabel } from '../i18n/networks.js';
import { reasonWords } from '../i18n/reasons.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';
import { countParams, MAX_LISTED, countUnlisted, type AccountLine } from './account-groups.js';
import type { ReconnectedAccount, ReconnectedEmail, Template } from './content.js';
import { copiedWords } from './copied.js';
import { Layout } from './layout.js';
import { AccountBox, Button, footerLines, Paragraph, Quiet, TextLink } from './parts.js';
import { questions } from './questions.js';
import { sanitizeName } from './sanitize-name.js';

function closedByWords({ closedBy }: ReconnectedAccount, { by }: Messages['emails']['reconnected']): string {
  switch (closedBy.by) {
    case 'personalized_link':
    case 'owner':
      return by[closedBy.by]({ name: sanitizeName(closedBy.ownerName) });
    case 'administrator':
      return by.administrator({ name: sanitizeName(closedBy.name) });
    default:
      return by[closedBy.by];
  }
}

function linesOf({ accounts, locale, timeZone }: ReconnectedEmail): AccountLine[] {
  const { reconnected } = messagesIn(locale).emails;
  return accounts.slice(0, MAX_LISTED).map((account) => ({
    name: sanitizeName(account.accountName),
    detail: reconnected.detail({
      network: networkLabel(account.network, locale),
      by: closedByWords(account, reconnected),
      since: formatMoment(account.disconnectedSince, timeZone, locale),
      until: formatMoment(account.reconnectedAt, timeZone, locale),
      reason: reasonWords(account.reason, account.network, locale).label,
    }),
  }));
}

/** Returns the values for the sentences. The times are those of the first account. */
function valuesOf({ accounts, archiveName, locale, timeZone }: ReconnectedEmail) {
  const [first] = accounts;
  return {
    ...countParams(accounts, locale),
    archive: sanitizeName(archiveName),
    since: formatMoment(first!.disconnectedSince, timeZone, locale),
    until: formatMoment(first!.reconnectedAt, timeZone, locale),
  };
}

/** Returns the parts that depend on the reader: the owner, or administrators alone. */
function readerOf(content: ReconnectedEmail) {
  const { connectUrl, dashboardUrl, ownerName, locale } = content;
  const { common, reconnected } = messagesIn(locale).emails;
  const owner = sanitizeName(ownerName);
  return connectUrl === null
    ? {
        greeting: common.greetingAdministrators,
        action: { label: common.accountsOf({ owner }), url: dashboardUrl },
        copied: null,
      }
    : {
        greeting: common.greeting({ name: owner }),
        action: { label: reconnected.seeAccounts, url: connectUrl },
        copied: copiedWords(content),
      };
}

function subject(content: ReconnectedEmail): string {
  return messagesIn(content.locale).emails.reconnected.subject(valuesOf(content));
}

function html(content: ReconnectedEmail) {
  const { common, reconnected } = messagesIn(content.locale).emails;
  const values = valuesOf(content);
  const { greeting, action, copied } = readerOf(content);
  const more = countUnlisted(content.accounts);
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={reconnected.preview(values)}
      tone="good"
      eyebrow={reconnected.eyebrow}
      headline={reconnected.headline(values)}
      footer={footerLines(questions(content))}
    >
      <Paragraph>{greeting}</Paragraph>
      <Paragraph>{reconnected.thanks(values)}</Paragraph>
      <AccountBox lines={linesOf(content)} />
      {more > 0 ? <Paragraph>{common.more({ n: more })}</Paragraph> : null}
      <Button href={action.url}>{action.label}</Button>
      {copied ? (
        <Quiet>
          {copied.button} <TextLink href={copied.action.url}>{copied.action.label}</TextLink>
        </Quiet>
      ) : null}
    </Layout>
  );
}

function text(content: ReconnectedEmail): string {
  const { common, reconnected } = messagesIn(content.locale).emails;
  const values = valuesOf(content);
  const { greeting, action, copied } = readerOf(content);
  const more = countUnlisted(content.accounts);
  return letter([
    greeting,
    reconnected.headline(values),
    reconnected.thanks(values),
    linesOf(content).map(accountBlock).join('\n'),
    more > 0 && common.more({ n: more }),
    linkBlock(action.label, action.url),
    copied?.link,
    copied && linkBlock(copied.action.label, copied.action.url),
    footerBlock(content, questions(content)),
  ]);
}

export const reconnected: Template<ReconnectedEmail> = { subject, html, text };
