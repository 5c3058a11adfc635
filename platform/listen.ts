/** Starts servers, and explains failures in terms of the variables that set the host and port. */
import { once } from 'node:events';
import type { Server } from 'node:net';

export interface Place {
  port: number;
  host: string;
  /** The variable that sets the port. */
  variable: 'PORT' | 'METRICS_PORT' | 'HEALTH_PORT';
}

/** @throws {Error} that names the variable and says what to do */
export async function listenAt(server: Server, place: Place): Promise<void> {
  server.listen(place.port, place.host);
  try {
    // Also rejects if an error occurs before "listening".
    await once(server, 'listening');
  } catch (error) {
    throw new Error(explain((error as NodeJS.ErrnoException).code, place) ?? (error as Error).message, {
      cause: error,
    });
  }
}

function explain(code: string | undefined, { port, host, variable }: Place): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `${variable}: port ${port} is taken. \`lsof -i :${port}\` shows by which program. Stop that program, or set ${variable} to another port.`;
    case 'EACCES':
      return `${variable}: this user isn’t allowed to listen on port ${port}. Set ${variable} to 1024 or higher, and put a proxy in front.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return `HOST: "${host}" isn’t an address of this machine. Set it to 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.`;
    default:
      return undefined;
  }
}
