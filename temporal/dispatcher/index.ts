/**
 * Makes Temporal follow the database. Level-driven: it compares what is (open disconnects without a workflow, closed ones whose
 * workflow was not told, transfers that run, mail that is due) with what Temporal was made to do, and does what is missing. Woken by NOTIFY and by a
 * poll; any number of them may run at once.
 */
import type { Client } from '@temporalio/client';
import type { Context } from '../../platform/context.js';
import { makeDueSummaries } from '../../services/mail/weekly-summaries.js';
import { purgePendingSignIns } from '../../services/reconnect/pending-sign-ins.js';
import { ensureSchedules, triggerRenewals } from '../schedules.js';
import { createMailers } from './mail.js';
import { createReconciler } from './reconcile.js';
import { ensureTransfers } from './transfers.js';
import { dispatchWorkflows } from './workflows.js';

export interface DispatcherOptions {
  /** Whether the search attributes are there. */
  indexed: boolean;
  /** Compare with Temporal's visibility, which the time-skipping test server does not have. */
  reconcile?: boolean;
  pollMs?: number;
  reconcileMs?: number;
  /** How long a late disconnect's workflow may run without going on before it is replaced. */
  stuckMs?: number;
}

const POLL_MS = 2000;
const RECONCILE_MS = 10_000;
/** A weekly summary may be this late. */
const SUMMARIES_MS = 30_000;
/** Pending sign-ins cannot be used once they have expired; they are deleted after this. */
const FORGET_MS = 60_000;
/** A schedule that was deleted is back after this. */
const SCHEDULES_MS = 600_000;
const AFTER_PROBLEM_MS = 1000;

export interface Dispatcher {
  stop(): Promise<void>;
}

export async function startDispatcher(
  context: Context,
  client: Client,
  options: DispatcherOptions,
): Promise<Dispatcher> {
  const pollMs = options.pollMs ?? POLL_MS;
  const mailers = createMailers(context, client);
  const workflows = repeat(context, 'starting and signaling workflows', pollMs, () =>
    dispatchWorkflows(context, client, options.indexed),
  );
  const mail = repeat(context, 'starting mailers', pollMs, () => mailers.ensure());
  const transfers = repeat(context, 'starting transfers', pollMs, () => ensureTransfers(context, client));
  const summaries = repeat(
    context,
    'making weekly summaries',
    Math.min(SUMMARIES_MS, options.pollMs ?? SUMMARIES_MS, context.config.dayMs),
    () => makeDueSummaries(context),
  );
  const forget = repeat(context, 'purging pending sign-ins', FORGET_MS, () => purgePendingSignIns(context.db));
  // Without a schedule there is nothing to trigger; and what is due is seen by the schedule's own run, a minute later.
  const tokens = onDemand(context, 'triggering renewals', () => triggerRenewals(client));
  const loops = [workflows, mail, transfers, summaries, forget];
  // The time-skipping test server has neither visibility nor schedules.
  if (options.reconcile ?? true) {
    loops.push(
      repeat(context, 'updating the schedules', SCHEDULES_MS, () => ensureSchedules(client, context.config.dayMs)),
      repeat(
        context,
        'comparing with Temporal',
        options.reconcileMs ?? RECONCILE_MS,
        createReconciler(context, client, options.stuckMs),
      ),
    );
  }
  const stopListening = await context.notifier.listen((work) => {
    if (work === 'workflows') return workflows.wake();
    if (work === 'transfers') return transfers.wake();
    if (work === 'tokens') return tokens.wake();
    mailers.tell(work.slice('mail:'.length));
    mail.wake();
  });
  return {
    async stop() {
      await stopListening().catch(() => {});
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Work that something else does anyway, a little later: not repeated when it fails. */
function onDemand(context: Context, what: string, work: () => Promise<void>): { wake(): void } {
  return { wake: () => void work().catch((error: unknown) => context.log.warn({ error }, `${what} failed`)) };
}

interface Loop {
  wake(): void;
  stop(): Promise<void>;
}

/** Does `work` again and again: when woken, else every `everyMs`; after a problem, which is logged, a little later. */
function repeat(context: Context, what: string, everyMs: number, work: () => Promise<void>): Loop {
  let stopped = false;
  let woken = false;
  let ring: () => void = () => {};
  const wake = () => {
    woken = true;
    ring();
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
      if (woken || stopped) ring();
    });
  const run = async () => {
    let failing = false;
    while (!stopped) {
      woken = false;
      try {
        await work();
        if (failing) context.log.info(`${what} works again`);
        failing = false;
        await pause(everyMs);
      } catch (error) {
        if (stopped) break;
        context.log[failing ? 'debug' : 'warn']({ error }, `${what} failed; trying again`);
        failing = true;
        woken = false;
        await pause(AFTER_PROBLEM_MS);
      }
    }
  };
  const running = run();
  return {
    wake,
    async stop() {
      stopped = true;
      ring();
      await running;
    },
  };
}
