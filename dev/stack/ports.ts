/** Chooses ports on this machine: the remembered one, otherwise the usual one, otherwise the next free one. */
import net, { type AddressInfo } from 'node:net';
import { readIfExists } from './processes.js';
import { writeFileAtomically } from '../write-file-atomically.js';

const TRIES = 50;
const MAX_PORT = 65_535;

/** Ports that were assigned but might not be in use yet, so that two concurrent searches don't get the same one. */
const reserved = new Set<number>();

/**
 * Checks all the addresses that a program might use. Some systems allow binding a port on 127.0.0.1 while something listens on 0.0.0.0, and
 * then connections go to either.
 */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) if (!(await canListen(port, host))) return false;
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    // Only "in use" and EACCES (a port that this user can't open) rule a port out. Other errors, such as missing IPv6, don't.
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(!['EADDRINUSE', 'EACCES'].includes(error.code ?? '')),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Returns the preferred port or the next free one above it. */
export async function findFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + TRIES && port <= MAX_PORT; port++)
    if (await reserveIfFree(port)) return port;
  throw new Error(
    `No port from ${preferred} to ${preferred + TRIES - 1} is free. Stop a program that uses one of them.`,
  );
}

/** Returns a port that nothing is listening on at the moment: a different one for each of several that start at once. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

async function reserveIfFree(port: number): Promise<boolean> {
  if (reserved.has(port)) return false;
  reserved.add(port);
  if (await isFree(port)) return true;
  reserved.delete(port);
  return false;
}

/**
 * Ports of other protocols, which no browser lets a page request, whatever name the page gives this machine.
 * https://fetch.spec.whatwg.org/#port-blocking
 */
const PORTS_BLOCKED_BY_BROWSERS = [
  6665, 6666, 6667, 6668, 6669, 6679, 6697, 6566, 10_080, 5060, 5061, 4190, 4045, 3659, 2049, 1719, 1720, 1723, 6000,
];

/** Returns a free port that no web page can reach, for a server that answers to any host name. */
export async function findPortBlockedByBrowsers(): Promise<number> {
  for (const port of PORTS_BLOCKED_BY_BROWSERS) if (await reserveIfFree(port)) return port;
  throw new Error(
    `None of the ports that browsers block is free (${PORTS_BLOCKED_BY_BROWSERS.join(', ')}). Stop a program that uses one of them.`,
  );
}

/** Makes a port available again once the program it was assigned to has gone. */
export function releasePort(port: number): void {
  reserved.delete(port);
}

/** Keeps ports in a file, so that addresses stay the same across restarts. */
export class PortBook {
  constructor(private readonly file: string) {}

  /**
   * Chooses and records a port: the requested one, otherwise the remembered one, otherwise the usual one, or the next free one above it.
   */
  async choose(name: string, defaultPort: number, requested?: number): Promise<number> {
    const port = await findFreePort(requested ?? this.remembered(name) ?? defaultPort);
    this.note(name, port);
    return port;
  }

  remembered(name: string): number | undefined {
    return this.read()[name];
  }

  note(name: string, port: number): void {
    if (this.remembered(name) === port) return;
    writeFileAtomically(this.file, `${JSON.stringify({ ...this.read(), [name]: port })}\n`);
  }

  private read(): Record<string, number> {
    const text = readIfExists(this.file);
    const ports = text === undefined ? {} : parsePorts(text);
    if (ports) return ports;
    throw new Error(
      `${this.file} is ${text?.trim() ? 'broken' : 'empty'}. It contains the ports of the last start. Delete it, and the next start chooses new ones.`,
    );
  }
}

function parsePorts(text: string): Record<string, number> | undefined {
  try {
    const ports = JSON.parse(text) as unknown;
    if (typeof ports !== 'object' || ports === null) return undefined;
    const numbers = Object.values(ports) as unknown[];
    return numbers.every((port) => Number.isInteger(port)) ? (ports as Record<string, number>) : undefined;
  } catch {
    return undefined;
  }
}
