/** `POST /v1/disconnects`: one report, or up to 1,000 that are answered one by one. */
import { z } from 'zod';
import { ownersOfAccounts, networksOfAccounts } from '../services/accounts/queries.js';
import { planOf } from '../services/archives/archives.js';
import { reportDisconnects } from '../services/disconnects/report.js';
import { shownWith } from '../services/disconnects/queries.js';
import { type Report } from '../services/disconnects/types.js';
import { isRefusal, notFound, Refusal } from '../domain/refusal.js';
import { NETWORK_NAMES, type NetworkName } from '../domain/networks.js';
import { REASONS } from '../domain/reasons.js';
import { classify } from '../networks/classify.js';
import { unreliableAfterConsent } from '../networks/eventual-consistency.js';
import { DisconnectOut, disconnectView } from './disconnect-views.js';
import { id, instant, networkId } from '../services/input/fields.js';
import { problemOf } from '../http/problem.js';
import { write, type Reply, type Route, type Writing } from '../http/route.js';
import { statusOf } from '../http/status.js';
import { refuseCapturedLater, refuseFuture } from '../services/input/times.js';
import { validate } from '../services/input/validate.js';

const MAX_REPORTS = 1000;
const MAX_BYTES = 20_000_000;

const facts = {
  reason: z.enum(REASONS).optional(),
  networkError: z
    .strictObject({
      status: z.int().min(100).max(599),
      headers: z.record(z.string().max(200), z.string().max(10_000)).optional(),
      body: z.string().max(1_000_000).optional(),
    })
    .optional()
    .meta({ description: 'The network’s raw answer. Relink classifies it, and its reason wins.' }),
  detectedAt: instant.optional(),
  lastCapturedAt: instant.optional().meta({ description: 'The beginning of the gap in the record' }),
};

const byId = z.strictObject({ accountId: id, ...facts });
const byNetwork = z.strictObject({ network: z.enum(NETWORK_NAMES), networkAccountId: networkId, ...facts });
const single = z.union([byId, byNetwork]);
type Single = z.output<typeof single>;

/** Each item is judged by itself: one that is wrong does not keep the others back. The document shows what an item is. */
const item = z.unknown().meta({ override: { $ref: '#/components/schemas/DisconnectReport' } });
const many = z.strictObject({ disconnects: z.array(item).min(1).max(MAX_REPORTS) });

/** In the OpenAPI document by name, since `many` refers to it. */
export const DisconnectReport = single.meta({ id: 'DisconnectReport' });

const ManyOut = z.object({
  results: z.array(
    z.object({
      status: z.int(),
      disconnect: DisconnectOut.optional(),
      error: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

export const reportRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/disconnects',
    summary: 'Report disconnected accounts',
    description:
      'One report, or up to 1,000 with `disconnects`, each answered by itself and in order. An account that has an open ' +
      'disconnect gets that one.',
    tag: 'Disconnects',
    access: { scope: 'report', audience: 'managers' },
    body: z.union([byId, byNetwork, many]),
    maxBytes: MAX_BYTES,
    answers: {
      200: { description: 'It was open already', body: DisconnectOut },
      202: { description: 'Accepted; for many, the result of each', body: z.union([DisconnectOut, ManyOut]) },
    },
    async handle(call) {
      const { body } = call;
      if ('disconnects' in body) {
        const results = await report(
          call,
          body.disconnects.map((raw) => judged(() => validate(single, raw))),
        );
        return { status: 202, body: { results: results.map(asResult) } };
      }
      const [result] = await report(call, [body]);
      if (isRefusal(result)) throw result;
      return result!;
    },
  }),
];

async function report(call: Writing, items: readonly (Single | Refusal)[]): Promise<(Reply | Refusal)[]> {
  const { tx, archiveId, actor, context } = call;
  const now = context.clock.now();
  const { dayMs, windows } = context.config;
  const networks = await networksOf(call, items);
  const judgedItems = items.map((one) => (isRefusal(one) ? one : judged(() => toReport(one, networks, now))));
  const reports = judgedItems.filter((one): one is Report => !isRefusal(one));
  const answers =
    reports.length > 0 ? await reportDisconnects(tx, { archiveId, actor, now, dayMs, windows }, reports) : [];
  const accountIds = answers.flatMap((answer) => ('disconnect' in answer ? [answer.disconnect.accountId] : []));
  const owners = await ownersOfAccounts(tx, archiveId, accountIds);
  const shown = shownWith(context, await planOf(tx, archiveId));
  if (answers.some(({ outcome }) => outcome === 'accepted')) call.wake('workflows', `mail:${archiveId}`);
  const answerOf = new Map(reports.map((one, i) => [one, answers[i]!]));
  return judgedItems.map((one) => {
    if (isRefusal(one)) return one;
    const answer = answerOf.get(one)!;
    if (answer.outcome === 'refused') return answer.refusal;
    const { disconnect } = answer;
    const ownerId = owners.get(disconnect.accountId) ?? null;
    return {
      status: answer.outcome === 'accepted' ? 202 : 200,
      body: disconnectView(shown({ ...disconnect, ownerId })),
    };
  });
}

/** To read a network's answer one must know whose it is. */
async function networksOf({ tx, archiveId }: Writing, items: readonly (Single | Refusal)[]) {
  const accountIds = items.flatMap((one) =>
    !isRefusal(one) && 'accountId' in one && one.networkError ? [one.accountId] : [],
  );
  return networksOfAccounts(tx, archiveId, accountIds);
}

function toReport(one: Single, networks: ReadonlyMap<string, NetworkName>, now: Date): Report {
  refuseFuture(one, ['detectedAt', 'lastCapturedAt'], now);
  refuseCapturedLater(one);
  const byId = 'accountId' in one;
  const { detectedAt, lastCapturedAt } = one;
  return {
    account: byId ? { id: one.accountId } : { network: one.network, networkAccountId: one.networkAccountId },
    ...reasonOf(one, byId ? networks.get(one.accountId) : one.network),
    detectedAt,
    lastCapturedAt,
  };
}

type Found = Pick<Report, 'reason' | 'rawCode' | 'unreliableAfterConsent'>;

function reasonOf(one: Single, network: NetworkName | undefined): Found {
  if (!one.networkError) return { reason: one.reason ?? 'unknown' };
  if (!network) throw notFound('account');
  const { verdict, rawCode } = classify(network, one.networkError);
  if (verdict === 'transient' || verdict === 'not_a_disconnect')
    throw new Refusal('not_a_disconnect', {
      verdict,
      why: 'network_error',
      ...(rawCode && { rawCode: printable(rawCode) }),
    });
  const reason = verdict === 'unknown' ? (one.reason ?? verdict) : verdict;
  const doubtful = rawCode !== undefined && unreliableAfterConsent(network, rawCode);
  return { reason, unreliableAfterConsent: doubtful, ...(rawCode && { rawCode: printable(rawCode) }) };
}

/** A network's code is shown to operators; what a forged body has in its place must do no harm. */
const printable = (code: string) => code.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);

function judged<T>(judge: () => T): T | Refusal {
  try {
    return judge();
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

const asResult = (result: Reply | Refusal) =>
  isRefusal(result)
    ? { status: statusOf(result), error: problemOf(result) }
    : { status: result.status, disconnect: result.body };
