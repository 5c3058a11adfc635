/** What there is to know about mail that doesn't go out: what its mailers did last, and what they wait for. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { mailerWorkflowId } from '../../domain/ids.js';
import type { Context } from '../../platform/context.js';
import { findArchivesWithMail } from '../../services/mail/mailers.js';

const SHOWN_EVENTS = 8;

export async function describeMailers(
  { db }: Context,
  { client, namespace }: TestWorkflowEnvironment,
): Promise<string> {
  const mailers = (await findArchivesWithMail(db)).map(async (archiveId) => {
    const execution = { workflowId: mailerWorkflowId(archiveId) };
    const handle = client.workflow.getHandle(execution.workflowId);
    const { workflowService } = client;
    const known = await workflowService.describeWorkflowExecution({ namespace: namespace ?? 'default', execution });
    const { events = [] } = await handle.fetchHistory();
    return {
      archiveId,
      status: known.workflowExecutionInfo?.status,
      activities: known.pendingActivities,
      task: known.pendingWorkflowTask,
      events: events?.slice(-SHOWN_EVENTS).map(({ eventId, eventType, eventTime }) => ({
        id: String(eventId),
        type: eventType,
        seconds: String(eventTime?.seconds),
      })),
    };
  });
  return JSON.stringify(await Promise.allSettled(mailers));
}
