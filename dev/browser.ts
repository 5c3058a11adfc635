/** The minimal browser that the demo and the seed need: it keeps cookies, follows redirects, and clicks the one link on Relink's page. */

const MAX_HOPS = 20;

/** Opens Relink's page, continues to the network (where the person is already signed in), and comes back. Returns the last page. */
export async function signInAtNetwork(authorizeUrl: string, limitMs?: number): Promise<string> {
  const cookies = new Map<string, Map<string, string>>();
  const visit = async (url: URL): Promise<string> => {
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      const jar = cookies.get(url.origin) ?? new Map<string, string>();
      cookies.set(url.origin, jar);
      const response = await fetch(url, {
        redirect: 'manual',
        signal: limitMs === undefined ? undefined : AbortSignal.timeout(limitMs),
        headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair] = line.split(';');
        const at = pair!.indexOf('=');
        jar.set(pair!.slice(0, at), pair!.slice(at + 1));
      }
      const location = response.headers.get('location');
      if (!location) return response.text();
      url = new URL(location, url);
    }
    throw new Error('the sign-in redirected too many times');
  };
  const origin = new URL(authorizeUrl);
  const page = await visit(origin);
  const links = [...page.matchAll(/<a\s[^>]*href="([^"]+)"/g)].map(
    ([, href]) => new URL(href!.replaceAll('&amp;', '&'), origin),
  );
  const onward = links.find((link) => link.origin !== origin.origin);
  if (!onward) throw new Error(`Relink’s page has no link to the network:\n${page}`);
  return visit(onward);
}
