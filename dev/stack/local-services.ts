/** The stand-ins for the outside world, which run in this process: the inbox for Resend, the simulator for the networks. Loopback only. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PROVIDER_NAMES, redirectUri } from '../../domain/networks.js';
import { callbackUrls } from '../../domain/network-callbacks.js';
import type { Part } from './supervisor.js';

const HOST = '127.0.0.1';

export interface LocalService extends Part {
  url: string;
}

export async function startLocalInbox(options: {
  port: number;
  dataDir: string;
  apiKey: string;
  webhook: { url: string; secret: string };
}): Promise<LocalService> {
  const { startInbox } = await import('../inbox/index.js');
  const { port, dataDir, apiKey, webhook } = options;
  return toPart(await startInbox({ port, host: HOST, dir: privateFolder(dataDir, 'inbox'), apiKey, webhook }));
}

export async function startLocalSimulator(options: {
  port: number;
  dataDir: string;
  publicUrl: string;
  appName?: string;
}): Promise<LocalService> {
  const { startSimulator } = await import('../network-simulator/index.js');
  const { port, dataDir, publicUrl, appName } = options;
  const redirectUris = Object.fromEntries(
    PROVIDER_NAMES.map((provider) => [provider, [redirectUri(publicUrl, provider)]]),
  );
  const callbacks = callbackUrls(publicUrl);
  const dir = privateFolder(dataDir, 'simulator');
  return toPart(await startSimulator({ port, host: HOST, dir, appName, redirectUris, callbacks }));
}

/**
 * Makes a folder that only its owner can read: emails carry personalized links, and other users may be able to pass through the data
 * folder.
 */
function privateFolder(dataDir: string, name: string): string {
  const dir = path.join(dataDir, name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

function toPart(service: { url: string; close(): Promise<void> }): LocalService {
  let markGone: () => void;
  const exited = new Promise<void>((resolve) => (markGone = resolve));
  const stop = () => service.close().then(markGone);
  return { url: service.url.replace(/\/$/, ''), exited, stop, kill: () => undefined };
}
