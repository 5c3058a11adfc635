/** Reads the forms of pages, so that what is posted has the names and values that the page would send. */

/** What a browser would send if a person only pressed the button. */
export type Fields = [name: string, value: string][];

const FORM = /<form(?=[^>]*method="post")[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs;
const FIELD = /<(?:input|button|select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>/g;

const text = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');

/** Returns the fields of each form on a page by the path where the form goes. */
export function formsOf(html: string): Map<string, Fields> {
  return new Map(
    [...html.matchAll(FORM)].map(([, action, inside]): [string, Fields] => [
      text(action!).split('?')[0]!,
      [...inside!.matchAll(FIELD)].map(([tag, name]) => [text(name!), text(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')]),
    ]),
  );
}
