/** The plain-text parts, written for people who read email as text rather than derived from the HTML. */
import { groupsOf, type AccountLine, type Reader } from './account-groups.js';
import type { DisconnectedAccount, EmailContent, Fact } from './content.js';
import { sanitizeLine, sanitizeName } from './sanitize-name.js';
import { messagesIn } from '../i18n/index.js';

const RULE = '-'.repeat(40);

/**
 * Joins blocks with an empty line between them. Missing blocks leave no gap. Lines aren't wrapped, because phones do
 * that better.
 */
export function letter(blocks: (string | null | undefined | false)[]): string {
  return `${blocks.filter((block) => block).join('\n\n')}\n`;
}

/** Puts a link on its own line, so a mail program can't mistake other characters for part of it. */
export function linkBlock(label: string, url: string): string {
  return `${label}:\n${url}`;
}

export const factLines = (facts: readonly Fact[]): string =>
  facts.map(({ label, value }) => `${sanitizeLine(label)}: ${sanitizeLine(value)}`).join('\n');

export const stepLines = (title: string, steps: readonly string[]): string | null =>
  steps.length === 0
    ? null
    : [`${sanitizeLine(title)}:`, ...steps.map((step, index) => `${index + 1}. ${sanitizeLine(step)}`)].join('\n');

export function accountBlock(line: AccountLine): string {
  return `* ${line.name}\n  ${line.detail}`;
}

export function disconnectedList(accounts: DisconnectedAccount[], reader: Reader, helpUrl?: string): string {
  const { help } = messagesIn(reader.locale).emails.letters;
  return groupsOf(accounts, reader)
    .map((group) =>
      [
        ...group.lines.map(accountBlock),
        `  ${group.whyLabel}: ${group.why}`,
        `  ${group.remedyLabel}: ${group.remedy}`,
        ...(helpUrl ? [`  ${help} ${helpUrl}#${group.reason}`] : []),
      ].join('\n'),
    )
    .join('\n\n');
}

/** Puts the product and the archive first, then `lines`. */
export function footerBlock({ productName, archiveName }: EmailContent, lines: string[]): string {
  return [RULE, `${sanitizeName(productName)} · ${sanitizeName(archiveName)}`, ...lines].join('\n');
}
