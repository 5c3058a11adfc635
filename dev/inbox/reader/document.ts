/** The HTML of a mail as it is shown: with every link opening in a tab of its own, since the frame may not go anywhere. */
const BASE = '<base target="_blank">';

export function mailDocument(html: string): string {
  const head = /<head(?:\s[^>]*)?>/i.exec(html);
  if (!head) return `${BASE}${html}`;
  const end = head.index + head[0].length;
  return `${html.slice(0, end)}${BASE}${html.slice(end)}`;
}
