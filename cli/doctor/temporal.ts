import proto from '@temporalio/proto';
import type { Connection, ConnectionLike } from '@temporalio/client';
import type { Config } from '../../platform/config.js';
import { TASK_QUEUES } from '../../domain/ids.js';
import { connectTemporal, type Temporal } from '../../temporal/client.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js';
import { diagnose, type Diagnosis } from './diagnosis.js';

const ADVICE = 'Is Temporal running, and is TEMPORAL_ADDRESS (with its API key or TLS files) right?';

const LIMIT_MS = 10_000;
/** The SDK itself sets no deadlines. */
const inTime = <T>(connection: ConnectionLike, check: () => Promise<T>): Promise<T> =>
  connection.withDeadline(Date.now() + LIMIT_MS, check);

export async function temporalDiagnoses(config: Config): Promise<Diagnosis[]> {
  const { address, namespace } = config.temporal;
  let temporal: Temporal | undefined;
  try {
    const reachable = await diagnose('Temporal', ADVICE, async () => {
      temporal = await connectTemporal(config);
      const { connection, workflowService } = temporal.client;
      await inTime(connection, () => workflowService.describeNamespace({ namespace }));
      return { ok: true, detail: `${address} responds and has the namespace ${namespace}` };
    });
    if (!reachable.ok || !temporal) return [reachable];
    const { client } = temporal;
    const connection = client.connection as Connection;
    return [
      reachable,
      await diagnose('search attributes', PERMISSION_ADVICE, () =>
        inTime(connection, () => searchAttributes(connection, namespace)),
      ),
      await diagnose('workers', ADVICE, () => inTime(connection, () => workers(connection, namespace))),
    ];
  } finally {
    await temporal?.close();
  }
}

const PERMISSION_ADVICE =
  'Relink isn’t allowed to list search attributes. It works without them, but Temporal’s Web UI can’t filter by archive.';

async function searchAttributes({ operatorService }: Connection, namespace: string) {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(SEARCH_ATTRIBUTES).filter(({ name }) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return { ok: true, detail: 'all present' };
  const names = missing.map(({ name }) => name).join(', ');
  return {
    ok: false,
    detail: `${names} missing. A worker creates them at startup if it’s allowed to. Otherwise, use \`temporal operator search-attribute create\`.`,
  };
}

/** A poll waits up to a minute for work, and Temporal still lists pollers after they are gone. */
const POLLED_WITHIN_MS = 75_000;
const isRecent = (at: proto.google.protobuf.ITimestamp | null | undefined) =>
  Date.now() - Number(at?.seconds ?? 0) * 1000 < POLLED_WITHIN_MS;

/** Finds task queues without a worker. Nothing in such a queue gets done. */
async function workers({ workflowService }: Connection, namespace: string) {
  const idle: string[] = [];
  for (const name of Object.values(TASK_QUEUES)) {
    const { pollers } = await workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    });
    if (!pollers?.some(({ lastAccessTime }) => isRecent(lastAccessTime))) idle.push(name);
  }
  return idle.length === 0
    ? { ok: true, detail: 'every task queue has a worker' }
    : { ok: false, detail: `no worker polls ${idle.join(', ')}. Start one, or no emails are sent.` };
}
