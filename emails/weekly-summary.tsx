/**
 * The weekly error summary for administrators. Of ten thousand disconnected accounts it lists those that have waited longest; the
 * dashboard has them all.
 */
import { networkLabel } from '../i18n/networks.js';
import { LISTED, type AccountLine } from './account-groups.js';
import type { Listed, SummaryAccount, Template, WeeklySummaryEmail } from './content.js';
import { Layout } from './layout.js';
import { AccountBox, Button, FooterLine, Paragraph, Section, TextLink } from './parts.js';
import { sanitizeName } from './sanitize-name.js';
import { accountBlock, footerBlock, letter, linkBlock } from './text.js';
import { formatDay, formatMoment } from '../i18n/dates.js';
import { wordsIn } from '../i18n/emails/index.js';

/** Of what happened in the week: the rest is for the dashboard. */
const LISTED_OF_THE_WEEK = 10;
/** Shorter than elsewhere: each row names an account and its owner, and all of them stay under Gmail's 102 kB. */
const LONGEST_NAME = 50;

const short = (name: string) => sanitizeName(name, LONGEST_NAME);

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
  more: (n: number, listed: number) => string,
): Part {
  const lines = listed.slice(0, limit).map(line);
  return { title, lines, more: total > lines.length ? more(total - lines.length, lines.length) : null };
}

/** Those that have something to say. */
function partsOf(content: WeeklySummaryEmail): Part[] {
  const { locale, timeZone } = content;
  const { disconnected, reconnected, paused, unreachable, noOwner } = wordsIn(locale).summary;
  const moment = (iso: string) => formatMoment(iso, timeZone, locale);
  const network = (account: SummaryAccount) => networkLabel(account.network, locale);
  const owner = ({ ownerName }: SummaryAccount) => (ownerName === null ? noOwner : short(ownerName));
  const row = (account: SummaryAccount, detail: string) => ({ name: short(account.accountName), detail });
  return [
    partOf(
      disconnected.title,
      content.disconnected,
      LISTED,
      (account) => row(account, disconnected.detail(network(account), owner(account), moment(account.since))),
      disconnected.more,
    ),
    partOf(
      reconnected.title,
      content.reconnected,
      LISTED_OF_THE_WEEK,
      (account) => {
        const [since, until] = [moment(account.since), moment(account.until)];
        return row(account, reconnected.detail(network(account), owner(account), since, until));
      },
      reconnected.more,
    ),
    partOf(
      paused.title,
      content.paused,
      LISTED_OF_THE_WEEK,
      (account) => {
        const why = short(account.why);
        return row(account, paused.detail(network(account), owner(account), moment(account.until), why));
      },
      paused.more,
    ),
    partOf(
      unreachable.title,
      content.unreachable,
      LISTED_OF_THE_WEEK,
      ({ name, email, failure, waiting }) => ({
        name: short(name),
        detail: unreachable.detail(short(email), unreachable.failures[failure], waiting),
      }),
      unreachable.more,
    ),
  ].filter(({ lines }) => lines.length > 0);
}

function subject({ locale, productName, disconnected }: WeeklySummaryEmail): string {
  return wordsIn(locale).summary.subject(sanitizeName(productName), disconnected.total);
}

function intro({ locale, timeZone, archiveName, week }: WeeklySummaryEmail): string {
  const lastDay = new Date(Date.parse(week.to) - 1).toISOString();
  return wordsIn(locale).summary.intro(
    sanitizeName(archiveName),
    formatDay(week.from, timeZone, locale),
    formatDay(lastDay, timeZone, locale),
  );
}

function html(content: WeeklySummaryEmail) {
  const { common, summary } = wordsIn(content.locale);
  const { total } = content.disconnected;
  return (
    <Layout
      content={content}
      title={subject(content)}
      preview={intro(content)}
      tone={total > 0 ? 'alert' : 'calm'}
      eyebrow={summary.eyebrow}
      headline={summary.headline(total)}
      footer={
        <>
          <FooterLine>{summary.whySent(sanitizeName(content.archiveName))}</FooterLine>
          <FooterLine>
            <TextLink href={content.preferencesUrl}>{summary.preferences}</TextLink>
          </FooterLine>
        </>
      }
    >
      <Paragraph>{common.greeting(sanitizeName(content.name))}</Paragraph>
      <Paragraph>{intro(content)}</Paragraph>
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
  const { common, summary } = wordsIn(content.locale);
  return letter([
    common.greeting(sanitizeName(content.name)),
    `${summary.headline(content.disconnected.total)}.`,
    intro(content),
    linkBlock(common.openDashboard, content.dashboardUrl),
    ...partsOf(content).flatMap(({ title, lines, more }) => [`${title}:\n${lines.map(accountBlock).join('\n')}`, more]),
    footerBlock(content, [
      summary.whySent(sanitizeName(content.archiveName)),
      linkBlock(summary.preferences, content.preferencesUrl),
    ]),
  ]);
}

export const weeklySummary: Template<WeeklySummaryEmail> = { subject, html, text };
