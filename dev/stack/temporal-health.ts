import net from 'node:net';
import { Connection } from '@temporalio/client';

export type SearchAttributeType = 'Keyword' | 'Int' | 'Datetime' | 'Text' | 'Bool';

const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
const SERVING = 1;
const CALL_LIMIT_MS = 3_000;

/** The numbers of the enum IndexedValueType in Temporal's API. */
const TYPES: Record<SearchAttributeType, number> = { Text: 1, Keyword: 2, Int: 3, Bool: 5, Datetime: 6 };

/**
 * Returns whether Temporal is serving and knows the namespace and the search attributes. The development server registers attributes only
 * in a new file, so attributes that a newer Relink has added are registered here; they are available a moment later.
 */
export async function answers(
  address: string,
  namespace: string,
  searchAttributes: Record<string, SearchAttributeType>,
): Promise<boolean> {
  // gRPC waits a second after a refused connection; checking the socket first finds a server that has just come up immediately.
  if (!(await listens(address))) return false;
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: CALL_LIMIT_MS });
    const { healthService, operatorService, workflowService } = connection;
    return await connection.withDeadline(Date.now() + CALL_LIMIT_MS, async () => {
      const status: number = (await healthService.check({ service: SERVICE })).status;
      if (status !== SERVING) return false;
      await workflowService.describeNamespace({ namespace });
      const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
      const missing = Object.entries(searchAttributes).filter(([name]) => !(name in (customAttributes ?? {})));
      if (missing.length === 0) return true;
      const added = Object.fromEntries(missing.map(([name, type]) => [name, TYPES[type]]));
      await operatorService.addSearchAttributes({ namespace, searchAttributes: added });
      return false;
    });
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

function listens(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = net.connect({ host: hostname, port: Number(port) });
    const end = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
