/** The plain-text parts: written for people who read mail as text, not a remainder of the HTML. */
import { LISTED, groupsOf, unlisted, type AccountLine } from './account-groups.js';
import type { DisconnectedAccount } from './content.js';
import { count, plain } from './words.js';

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

export function disconnectedList(accounts: DisconnectedAccount[], timeZone: string): string {
  const groups = groupsOf(accounts, timeZone).map((group) =>
    [
      ...group.lines.map(accountBlock),
      `  ${group.whyLabel}: ${group.why}`,
      `  ${group.remedyLabel}: ${group.remedy}`,
    ].join('\n'),
  );
  const more = unlisted(accounts);
  return [...groups, ...(more > 0 ? [moreLine(more)] : [])].join('\n\n');
}

export function moreLine(more: number, listed = LISTED): string {
  return `… and ${count(more, 'more account')}: only the first ${listed} are listed here.`;
}

export function footerBlock(lines: string[]): string {
  return [RULE, ...lines].join('\n');
}

export function greeting(name: string): string {
  return `Hello ${plain(name)},`;
}
