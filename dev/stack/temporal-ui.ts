/**
 * Stands in front of Temporal's Web UI, which has no password and answers to any host name, so a web page in this machine's browser
 * could terminate workflows.
 */
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createProxyServer } from 'httpxy';
import { securityHeaders } from '../../http/headers.js';
import { createHttpServer } from '../../http/server.js';
import { refusalSentence } from '../../i18n/refusals.js';
import { localRefusal } from '../../platform/loopback-only.js';
import { findFreePort, releasePort } from './ports.js';

interface Hidden {
  address: string;
  port: number;
}

const setHeaders = securityHeaders(false);

export class UiGuard {
  private readonly proxy;
  private readonly server = createHttpServer({ secure: false }, (req, res) =>
    setHeaders(req, res, () => this.answer(req, res)),
  );

  private constructor(
    private readonly port: number,
    /** Where Temporal's UI listens. */
    readonly hidden: Hidden,
  ) {
    this.proxy = createProxyServer({ target: `http://${hidden.address}:${hidden.port}`, changeOrigin: true });
  }

  /** @param port where people open the UI */
  static async prepare(port: number): Promise<UiGuard> {
    return new UiGuard(port, { address: hiddenAddress(), port: await findFreePort(randomInt(20_000, 60_000)) });
  }

  /** Returns false if another program has taken the port. */
  async open(): Promise<boolean> {
    this.server.listen(this.port, '127.0.0.1');
    return once(this.server, 'listening').then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    releasePort(this.hidden.port);
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private answer(req: IncomingMessage, res: ServerResponse): void {
    const refusal = localRefusal(req);
    if (refusal) {
      res.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refusalSentence('api', refusal));
      return;
    }
    // Temporal's pages need their own scripts and styles, but no other page may show them in a frame.
    res.setHeader('Content-Security-Policy', "frame-ancestors 'none'");
    this.proxy.web(req, res).catch(() => {
      if (!res.headersSent) res.writeHead(502);
      res.end();
    });
  }
}

/**
 * On Linux, all of 127.0.0.0/8 is this machine, so a page can't guess where the UI itself is. Other systems have only 127.0.0.1, where
 * the port is left to guess.
 */
const hiddenAddress = (): string =>
  process.platform === 'linux' ? `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(2, 255)}` : '127.0.0.1';
