/** An Account Owner's browser without a browser: opens the Personalized Link, and reconnects accounts at the simulated networks. */
export class Owner {
  private readonly cookies = new Map<string, string>();

  private constructor(private readonly origin: string) {}

  /** Opens a Personalized Link as its page does. */
  static async visiting(linkUrl: string): Promise<Owner> {
    const { origin, hash } = new URL(linkUrl);
    const owner = new Owner(origin);
    const [link, secret] = hash.slice(1).split('.');
    await owner.post('/connect/session', { link, secret });
    return owner;
  }

  /** Signs in at the network for this account. Returns the URL to which the network sends the browser back. */
  async signIn(accountId: string): Promise<string> {
    const begun = await this.post('/connect/reconnect', { accountId });
    const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string };
    const atNetwork = await this.send(authorizeUrl);
    const location = atNetwork.headers.get('location');
    if (location === null) throw new Error(`${authorizeUrl} doesn’t lead to the network: ${await atNetwork.text()}`);
    const back = await fetch(location, { redirect: 'manual' });
    const callback = back.headers.get('location');
    if (callback === null) throw new Error(`the network doesn’t lead back: ${await back.text()}`);
    return callback;
  }

  /** Comes back from the network. */
  async comeBack(callbackUrl: string): Promise<void> {
    const result = await this.send(callbackUrl);
    const page = await result.text();
    if (!result.ok) throw new Error(`the reconnect was refused (${result.status}): ${page}`);
  }

  private post(path: string, body: object): Promise<Response> {
    return this.send(this.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async send(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      'sec-fetch-site': 'same-origin',
      cookie,
      ...(init.headers as Record<string, string> | undefined),
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return response;
  }
}
