/**
 * Makes Temporal follow the database. It is level-triggered: it compares the state (open disconnects without a workflow, closed ones
 * whose workflow wasn't signaled, running transfers, mail that is due) with what Temporal was told to do, and does what is missing.
 * NOTIFY and a poll wake it. Any number of dispatchers can run at once.
 */
import { randomInt } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Context } from '../../platform/context.js';
import { purgeOidcAttempts } from '../../services/access/oidc-attempts.js';
import { answerSignInRequests } from '../../services/access/sign-in-requests.js';
import { requestDueSummaries } from '../../services/mail/weekly-summaries.js';
import { purgeMailBudgets } from '../../services/outbox/mail-budgets.js';
import { retryRestedAddresses } from '../../services/people/retry-address.js';
import { announceSuspectedCodes } from '../../services/disconnects/hold-suspected-codes.js';
import { purgeOAuthStates } from '../../services/reconnect/oauth-states.js';
import { purgePendingSignIns } from '../../services/reconnect/pending-sign-ins.js';
import { ensureSchedules, triggerRenewals } from '../schedules.js';
import { createMailers } from './mail.js';
import { NewReports } from './new-reports.js';
import { createReconciler } from './reconcile.js';
import { ensureTransfers } from './transfers.js';
import { dispatchWorkflows } from './workflows.js';

export interface DispatcherOptions {
  /** Whether the search attributes exist. */
  indexed: boolean;
  /** Whether to compare with Temporal's visibility store, which the time-skipping test server doesn't have. */
  reconcile?: boolean;
  pollMs?: number;
  reconcileMs?: number;
  /** How long an overdue disconnect's workflow can run without progress before it is replaced. */
  stuckMs?: number;
}

const POLL_MS = 2000;
const RECONCILE_MS = 10_000;
/** The most that a weekly summary can be late. */
const SUMMARIES_MS = 30_000;
/** How often to delete sign-ins that can't be finished anymore, and limits of emails that hold nothing back. */
const PURGE_MS = 60_000;
/** A deleted schedule is restored after this. */
const SCHEDULES_MS = 600_000;
const AFTER_PROBLEM_MS = 1000;
/** How soon to look again whether there is time for starting workflows. */
const BUSY_MS = 100;
/**
 * How long a request for a sign-in link waits for its answer. The page has answered by then, so its time can't tell how much there was to
 * do, even on a machine where both share a processor.
 */
const SIGN_IN_PAUSE_MS = [100, 300] as const;

export interface Dispatcher {
  stop(): Promise<void>;
}

export async function startDispatcher(
  context: Context,
  client: Client,
  options: DispatcherOptions,
): Promise<Dispatcher> {
  const pollMs = options.pollMs ?? POLL_MS;
  const mailers = createMailers(context, client, pollMs);
  const reports = new NewReports(context, () => {
    workflows.wake();
    mail.wake();
  });
  const workflows = repeat(context, 'starting and signaling workflows', pollMs, async () => {
    const done = await dispatchWorkflows(context, client, options.indexed, () => reports.leaveTimeForStarts());
    return done ? undefined : BUSY_MS;
  });
  const mail = repeat(context, 'starting mailers', pollMs, () => mailers.ensure());
  const transfers = repeat(context, 'starting transfers', pollMs, () => ensureTransfers(context, client));
  const signIns = repeat(context, 'answering sign-in requests', pollMs, () => answerSignInRequests(context));
  const summaries = repeat(
    context,
    'making weekly summaries',
    Math.min(SUMMARIES_MS, options.pollMs ?? SUMMARIES_MS, context.config.dayMs),
    () => requestDueSummaries(context),
  );
  const addresses = repeat(
    context,
    'trying addresses again',
    Math.min(SUMMARIES_MS, options.pollMs ?? SUMMARIES_MS, context.config.dayMs),
    () => retryRestedAddresses(context),
  );
  const purge = repeat(context, 'purging what has run out', PURGE_MS, async () => {
    await purgePendingSignIns(context.db);
    await purgeOAuthStates(context.db);
    await purgeOidcAttempts(context.db);
    await purgeMailBudgets(context.db);
  });
  // Failures don't matter: without a schedule there is nothing to trigger, and its next run picks up the work a minute later.
  const tokens = onDemand(context, 'triggering renewals', () => triggerRenewals(client));
  // Usually the process that suspected a code has said so already.
  const suspicions = repeat(context, 'announcing suspected codes', PURGE_MS, () => announceSuspectedCodes(context));
  const loops = [workflows, mail, transfers, signIns, summaries, addresses, purge, suspicions];
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
    if (work === 'sign-ins') return void setTimeout(() => signIns.wake(), randomInt(...SIGN_IN_PAUSE_MS)).unref();
    const [kind, archiveId] = work.split(':') as ['mail' | 'reported', string];
    mailers.notify(archiveId);
    if (kind === 'mail') mail.wake();
    else reports.heard();
  });
  return {
    async stop() {
      await stopListening().catch(() => {});
      reports.stop();
      await Promise.all([tokens, ...loops].map((work) => work.stop()));
    },
  };
}

/** Runs work on demand that also gets done in another way a little later, so it isn't retried if it fails. */
function onDemand(context: Context, what: string, work: () => Promise<void>): Loop {
  const underWay = new Set<Promise<void>>();
  return {
    wake() {
      const done: Promise<void> = work()
        .catch((error: unknown) => context.log.warn({ error }, `${what} failed`))
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    // Its calls use a connection that is closed afterward.
    stop: async () => void (await Promise.all(underWay)),
  };
}

interface Loop {
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Repeats `work` when woken, and otherwise every `everyMs`, or as soon as it says. A failure is logged, and `work` is retried shortly
 * afterward.
 */
function repeat(context: Context, what: string, everyMs: number, work: () => Promise<number | void>): Loop {
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
        const againMs = await work();
        if (failing) context.log.info(`${what} works again`);
        failing = false;
        await pause(againMs ?? everyMs);
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
