/** The plain-text parts: written for people who read mail as text, not a remainder of the HTML. */
import { groupsOf, type AccountLine, type Reader } from './account-groups.js';
import type { DisconnectedAccount, EmailContent } from './content.js';
import { sanitizeName } from './sanitize-name.js';
import { messagesIn } from '../i18n/index.js';

const RULE = '-'.repeat(40);

/** Blocks with an empty line between them; what is absent leaves no gap. Lines are not wrapped: phones do that better. */
export function letter(blocks: (string | null | undefined | false)[]): string {
  return `${blocks.filter((block) => block).join('\n\n')}\n`;
}

/** A link on a line of its own: nothing that a mail program could take for a part of it. */
export function linkBlock(label: string, url: string): string {
  return `${label}:\n${url}`;
}

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

/** Product and archive first, then `lines`. */
export function footerBlock({ productName, archiveName }: EmailContent, lines: string[]): string {
  return [RULE, `${sanitizeName(productName)} · ${sanitizeName(archiveName)}`, ...lines].join('\n');
}
