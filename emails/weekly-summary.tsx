/**
 * The weekly error summary for administrators. If ten thousand accounts are disconnected, it lists those that have been
 * waiting longest. The dashboard has them all.
 */
import { networkLabel } from '../i18n/networks.js';
import { MAX_LISTED, type AccountLine } from './account-groups.js';
import type { Listed, SummaryAccount, Template, WeeklySummaryEmail } from './content.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Paragraph, Section, TextLink } from './parts.js';
import { sanitizeAddress, sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';
import { formatDay, formatMoment } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import { shownAddress } from '../i18n/shown-address.js';

/** The limit for the lists of what happened during the week. The dashboard has the rest. */
const MAX_OTHERS_LISTED = 10;
/**
 * Shorter than elsewhere, because each row names an account and its owner, and together they must stay under Gmail's
 * 102 kB.
 */
const MAX_NAME_LENGTH = 50;

const shorten = (name: string) => sanitizeName(name, MAX_NAME_LENGTH);

interface Part {
  title: string;
  lines: AccountLine[];
  more: string | null;
}

function partOf<T>(
  title: string,
  { total, listed }: Listed<T>,
  limit: number,
  line: (item: T) => AccountLine,
  more: (values: { n: number }) => string,
): Part {
  const lines = listed.slice(0, limit).map(line);
  return { title, lines, more: total > lines.length ? more({ n: total - lines.length }) : null };
}

/** Returns the parts that have at least one line. */
function partsOf(content: WeeklySummaryEmail): Part[] {
  const { locale, timeZone } = content;
  const { disconnected, reconnected, paused, unauthorized, unreachable, noOwner } = messagesIn(locale).emails.summary;
  const moment = (iso: string) => formatMoment(iso, timeZone, locale);
  const row = (account: SummaryAccount, detail: string) => ({ name: shorten(account.accountName), detail });
  const networkAndOwner = ({ network, ownerName }: SummaryAccount) => ({
    network: networkLabel(network, locale),
    owner: ownerName === null ? noOwner : shorten(ownerName),
  });
  return [
    partOf(
      disconnected.title,
      content.disconnected,
      MAX_LISTED,
      (account) => row(account, disconnected.detail({ ...networkAndOwner(account), since: moment(account.since) })),
      disconnected.more,
    ),
    partOf(
      reconnected.title,
      content.reconnected,
      MAX_OTHERS_LISTED,
      (account) => {
        const [since, until] = [moment(account.since), moment(account.until)];
        return row(account, reconnected.detail({ ...networkAndOwner(account), since, until }));
      },
      reconnected.more,
    ),
    partOf(
      paused.title,
      content.paused,
      MAX_OTHERS_LISTED,
      (account) => {
        const values = { ...networkAndOwner(account), until: moment(account.until) };
        const why = shorten(account.why);
        return row(account, why === '' ? paused.detail(values) : paused.detailWhy({ ...values, why }));
      },
      paused.more,
    ),
    unauthorizedPart(content.unauthorized, unauthorized, noOwner),
    partOf(
      unreachable.title,
      content.unreachable,
      MAX_OTHERS_LISTED,
      ({ name, email, failure, waiting: n }) => {
        const values = {
          email: sanitizeAddress(shownAddress(email), MAX_NAME_LENGTH),
          failure: unreachable.failures[failure],
        };
        const detail = n === 0 ? unreachable.detail(values) : unreachable.detailWaiting({ ...values, n });
        return { name: shorten(name), detail };
      },
      unreachable.more,
    ),
  ].filter(({ lines }) => lines.length > 0);
}

type SummaryWords = ReturnType<typeof messagesIn>['emails']['summary'];

/** Says how many accounts of each owner are captured without an authorization. What isn't listed is a number of accounts, not of owners. */
function unauthorizedPart(
  { total, listed }: WeeklySummaryEmail['unauthorized'],
  words: SummaryWords['unauthorized'],
  noOwner: string,
): Part {
  const shown = listed.slice(0, MAX_OTHERS_LISTED);
  const left = total - shown.reduce((sum, { accounts }) => sum + accounts, 0);
  return {
    title: words.title,
    lines: shown.map(({ ownerName, accounts: n }) => ({
      name: ownerName === null ? noOwner : shorten(ownerName),
      detail: words.detail({ n }),
    })),
    more: left > 0 ? words.more({ n: left }) : null,
  };
}

/** Returns the values for the sentences. */
function valuesOf({ locale, timeZone, archiveName, week, disconnected, reconnected }: WeeklySummaryEmail) {
  const lastDay = new Date(Date.parse(week.to) - 1);
  return {
    n: disconnected.total,
    reconnected: reconnected.total,
    archive: sanitizeName(archiveName),
    from: formatDay(week.from, timeZone, locale),
    to: formatDay(lastDay, timeZone, locale),
  };
}

function subject(content: WeeklySummaryEmail): string {
  return messagesIn(content.locale).emails.summary.subject(valuesOf(content));
}

function html(content: WeeklySummaryEmail) {
  const { common, summary } = messagesIn(content.locale).emails;
  const values = valuesOf(content);
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={summary.preview(values)}
      tone={values.n > 0 ? 'alert' : 'calm'}
      eyebrow={summary.eyebrow}
      headline={summary.headline(values)}
      footer={
        <>
          <FooterLine>{summary.whySent(values)}</FooterLine>
          <FooterLine>
            <TextLink href={content.preferencesUrl}>{summary.preferences}</TextLink>
          </FooterLine>
        </>
      }
    >
      <Paragraph>{common.greeting({ name: sanitizeName(content.name) })}</Paragraph>
      <Paragraph>{summary.intro(values)}</Paragraph>
      <Button href={content.dashboardUrl}>{common.openDashboard}</Button>
      {partsOf(content).map(({ title, lines, more }) => (
        <Section key={title} title={title}>
          <AccountBox lines={lines} />
          {more === null ? null : <Paragraph>{more}</Paragraph>}
        </Section>
      ))}
    </Layout>
  );
}

function text(content: WeeklySummaryEmail): string {
  const { common, summary } = messagesIn(content.locale).emails;
  const values = valuesOf(content);
  return letter([
    common.greeting({ name: sanitizeName(content.name) }),
    summary.headline(values),
    summary.intro(values),
    linkBlock(common.openDashboard, content.dashboardUrl),
    ...partsOf(content).flatMap(({ title, lines, more }) => [`${title}:\n${lines.map(accountBlock).join('\n')}`, more]),
    footerBlock(content, [summary.whySent(values), linkBlock(summary.preferences, content.preferencesUrl)]),
  ]);
}

export const weeklySummary: Template<WeeklySummaryEmail> = { subject, html, text };
