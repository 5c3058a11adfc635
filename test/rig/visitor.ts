/** A headless visitor: keeps cookies, follows what a person would click, and stops where a test wants to look. */
import { linkOf, type City, type Site } from './site.js';

export interface Seen {
  status: number;
  location: string | null;
  text: string;
  headers: Headers;
}

export class Visitor {
  private readonly jars = new Map<string, Map<string, string>>();

  constructor(private readonly site: Site) {}

  async request(url: string, init: RequestInit = {}): Promise<Seen> {
    const target = new URL(url, this.site.url);
    const jar = this.jar(target.origin);
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name && value !== undefined) jar.set(name, value);
    }
    const { status, headers } = response;
    return { status, headers, location: headers.get('location'), text: await response.text() };
  }

  get = (url: string, headers?: Record<string, string>) => this.request(url, { headers });

  post(path: string, body: object, headers: Record<string, string> = {}): Promise<Seen> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  private jar(origin: string): Map<string, string> {
    const known = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, known);
    return known;
  }

  cookie(name: string): string | undefined {
    return this.jar(new URL(this.site.url).origin).get(name);
  }

  setCookie(name: string, value: string): void {
    this.jar(new URL(this.site.url).origin).set(name, value);
  }

  /** Opens a Personalized Link as connect.js does. */
  open(linkUrl: string): Promise<Seen> {
    const [link, secret, account] = new URL(linkUrl).hash.slice(1).split('.');
    return this.post('/connect/session', { link, secret, ...(account && { account }) });
  }

  /** Clicks Reconnect and returns where the pop-up goes. */
  async begin(target: { accountId: string } | { network: string }): Promise<string> {
    const answer = await this.post('/connect/reconnect', target);
    if (answer.status !== 200) throw new Error(`starting the sign-in returned ${answer.status}: ${answer.text}`);
    return (JSON.parse(answer.text) as { authorizeUrl: string }).authorizeUrl;
  }

  /** Goes from Relink's page to the network: directly, or with the one click that the page asks for. */
  async toNetwork(authorizeUrl: string): Promise<string> {
    const page = await this.get(authorizeUrl);
    if (page.status === 303) return page.location!;
    const href = /<a href="([^"]+)"[^>]*id="go"/.exec(page.text)?.[1];
    if (!href) throw new Error(`no link to the network on a page with status ${page.status}: ${page.text}`);
    return href.replaceAll('&amp;', '&');
  }

  /** Signs in as the person who is signed in at the network, and returns the address that the network sends the browser back to. */
  async atNetwork(networkUrl: string): Promise<string> {
    const answer = await this.get(networkUrl);
    if (!answer.location) throw new Error(`the network returned ${answer.status}: ${answer.text}`);
    return answer.location;
  }

  /** Runs the whole reconnect and returns what the person sees at its end. */
  async reconnect(target: { accountId: string } | { network: string }): Promise<Seen> {
    return this.get(await this.callback(target));
  }

  /** Runs the whole reconnect except its last step. */
  async callback(target: { accountId: string } | { network: string }): Promise<string> {
    return this.atNetwork(await this.toNetwork(await this.begin(target)));
  }
}

/** Returns a visitor who came through their Personalized Link. */
export async function visitorOf(site: Site, city: City, userId = city.owner): Promise<Visitor> {
  const visitor = new Visitor(site);
  await visitor.open(await linkOf(site, city, userId));
  return visitor;
}

/** Returns the text of a page, without its markup. */
export function words(page: Seen): string {
  return page.text
    .replaceAll(/<(script|style|svg|head)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}
