/** The HTML of an email as it is shown. Every link opens in its own tab, because the frame isn't allowed to navigate. */
const BASE = '<base target="_blank">';

export function mailDocument(html: string): string {
  const head = /<head(?:\s[^>]*)?>/i.exec(html);
  if (!head) return `${BASE}${html}`;
  const end = head.index + head[0].length;
  return `${html.slice(0, end)}${BASE}${html.slice(end)}`;
}
