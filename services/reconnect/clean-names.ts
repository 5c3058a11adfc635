/** Names that come from a network are other people's text: they enter rows, emails and logs only as one plain line. */

// Controls and bidi marks could forge lines or turn text around; the joiners stay, emoji and Persian need them.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/gu;
const LONGEST = 200;

export function cleanName(name: string): string {
  const line = name.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  return Array.from(line).slice(0, LONGEST).join('') || 'Unnamed';
}
