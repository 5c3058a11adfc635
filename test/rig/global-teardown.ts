import { once } from 'node:events';

/** The services stop when the channel to them closes. */
export default async function globalTeardown(): Promise<void> {
  const services = globalThis.testServices;
  if (!services?.connected) return;
  const exited = once(services, 'exit');
  services.disconnect();
  await exited;
}
