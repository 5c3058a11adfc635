/** The short confirmation, to the owner and to the administrators who had been told. */
import { networkLabel } from '../i18n/networks.js';
import { reasonWords } from '../i18n/reasons.js';
import { countedOf, LISTED, unlisted, type AccountLine } from './account-groups.js';
import type { ReconnectedAccount, ReconnectedEmail, Template } from './content.js';
import { personOf } from './disconnect-letter.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Paragraph, Quiet, TextLink } from './parts.js';
import { capitalized } from '../i18n/capitalized.js';
import { sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';
import { formatMoment } from '../i18n/dates.js';
import { wordsIn, type Words } from '../i18n/emails/index.js';

function closedByWords({ closedBy }: ReconnectedAccount, { by }: Words['reconnected']): string {
  switch (closedBy.by) {
    case 'personalized_link':
      return by.personalized_link(sanitizeName(closedBy.ownerName));
    case 'owner':
      return by.owner(sanitizeName(closedBy.ownerName));
    case 'administrator':
      return by.administrator(sanitizeName(closedBy.name));
    default:
      return by[closedBy.by];
  }
}

function linesOf({ accounts, locale, timeZone }: ReconnectedEmail): AccountLine[] {
  const { reconnected } = wordsIn(locale);
  return accounts.slice(0, LISTED).map((account) => ({
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

function subject({ accounts, locale }: ReconnectedEmail): string {
  const { reconnected } = wordsIn(locale);
  const [only] = accounts;
  return accounts.length === 1 && only
    ? reconnected.subjectOne(sanitizeName(only.accountName), networkLabel(only.network, locale))
    : reconnected.subjectMany(accounts.length);
}

function thanks({ accounts, archiveName, locale }: ReconnectedEmail): string {
  return wordsIn(locale).reconnected.thanks(accounts.length, sanitizeName(archiveName));
}

function buttonOf({ connectUrl, dashboardUrl, locale }: ReconnectedEmail): { label: string; url: string } {
  const { common, reconnected } = wordsIn(locale);
  return connectUrl
    ? { label: reconnected.seeAccounts, url: connectUrl }
    : { label: common.openDashboard, url: dashboardUrl };
}

function questions({ contact, archiveName, locale }: ReconnectedEmail): string {
  return wordsIn(locale).common.questions(personOf(contact), sanitizeName(archiveName));
}

function html(content: ReconnectedEmail) {
  const { common, reconnected } = wordsIn(content.locale);
  const more = unlisted(content.accounts);
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={thanks(content)}
      tone="good"
      eyebrow={reconnected.eyebrow}
      headline={common.connectedAgain(countedOf(content.accounts))}
      footer={<FooterLine>{questions(content)}</FooterLine>}
    >
      <Paragraph>{common.greeting(sanitizeName(content.ownerName))}</Paragraph>
      <Paragraph>{thanks(content)}</Paragraph>
      <AccountBox lines={linesOf(content)} />
      {more > 0 ? <Paragraph>{common.more(more, LISTED)}</Paragraph> : null}
      <Button href={buttonOf(content).url}>{buttonOf(content).label}</Button>
      {content.copied && content.connectUrl ? (
        <Quiet>
          {`${reconnected.copied} `}
          <TextLink href={content.dashboardUrl}>{common.accountsOnDashboard(sanitizeName(content.ownerName))}</TextLink>
          .
        </Quiet>
      ) : null}
    </Layout>
  );
}

function text(content: ReconnectedEmail): string {
  const { common } = wordsIn(content.locale);
  const more = unlisted(content.accounts);
  const owner = sanitizeName(content.ownerName);
  return letter([
    common.greeting(owner),
    `${common.connectedAgain(countedOf(content.accounts))}.`,
    thanks(content),
    linesOf(content).map(accountBlock).join('\n'),
    more > 0 && common.more(more, LISTED),
    linkBlock(buttonOf(content).label, buttonOf(content).url),
    content.copied &&
      content.connectUrl &&
      linkBlock(capitalized(common.accountsOnDashboard(owner)), content.dashboardUrl),
    footerBlock(content, [questions(content)]),
  ]);
}

export const reconnected: Template<ReconnectedEmail> = { subject, html, text };
