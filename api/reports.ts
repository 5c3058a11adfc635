/** `POST /v1/disconnects`: one report, or up to 1,000 with a result for each. */
import { z } from 'zod';
import { isRefusal, Refusal } from '../domain/refusal.js';
import { problemOf } from '../http/problem.js';
import { write, type Route } from '../http/route.js';
import { statusOf } from '../http/status.js';
import {
  MAX_REPORTS,
  reportDisconnect,
  reportDisconnects,
  ReportById,
  ReportByNetwork,
  ReportInput,
  type ReportAnswer,
} from '../services/disconnects/report.js';
import { MAX_PROBLEMS } from '../services/input/validate.js';
import { DisconnectOut, disconnectView } from './disconnect-views.js';

/** Networks answer in HTML too, which a report passes on whole. */
const MAX_BYTES = 1_000_000;
/** 1,000 reports, each with as many headers as networks send. */
const MAX_ENTRIES = 50_000;

/** Named in the OpenAPI document, because `many` refers to it. */
export const DisconnectReport = ReportInput.meta({ id: 'DisconnectReport' });

/** The OpenAPI document describes an item; the use case validates each item separately. */
const item = z.unknown().meta({ override: { $ref: '#/components/schemas/DisconnectReport' } });
const many = z.strictObject({ disconnects: z.array(item).min(1).max(MAX_REPORTS) });

const ManyOut = z.object({
  results: z.array(
    z.object({
      status: z.int(),
      disconnect: DisconnectOut.optional(),
      error: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

const answer = ({ accepted, disconnect }: ReportAnswer) => ({
  status: accepted ? 202 : 200,
  body: disconnectView(disconnect),
});

/** Lists problems as a single report does, up to as many in all. From there on, each invalid report still gets its first one. */
function resultViews(results: readonly (ReportAnswer | Refusal)[]) {
  let left = MAX_PROBLEMS;
  return results.map((result) => {
    if (!isRefusal(result)) {
      const { status, body } = answer(result);
      return { status, disconnect: body };
    }
    const listed = withProblems(result, Math.max(1, left));
    if (listed.code === 'invalid_request') left -= listed.params.errors.length;
    return { status: statusOf(listed), error: problemOf(listed) };
  });
}

function withProblems(refusal: Refusal, most: number): Refusal {
  if (refusal.code !== 'invalid_request' || refusal.params.errors.length <= most) return refusal;
  return new Refusal('invalid_request', { errors: refusal.params.errors.slice(0, most), complete: false });
}

export const reportRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/disconnects',
    summary: 'Report disconnected accounts',
    description:
      'Takes one report, or up to 1,000 in `disconnects`, each answered on its own and in order. For an account that already ' +
      'has an open disconnect, the response is that disconnect.',
    tag: 'Disconnects',
    access: reportDisconnects.access,
    body: z.union([ReportById, ReportByNetwork, many]),
    maxBytes: MAX_BYTES,
    maxEntries: MAX_ENTRIES,
    // Reports that arrive at once are accepted together.
    ownUnit: true,
    answers: {
      200: { description: 'The account already has an open disconnect', body: DisconnectOut },
      202: {
        description: 'Accepted. With `disconnects`, the result of each report',
        body: z.union([DisconnectOut, ManyOut]),
      },
    },
    async handle({ context, principal, body }) {
      if (!('disconnects' in body)) return answer(await reportDisconnect(context, principal, body));
      const results = await reportDisconnects(context, principal, body.disconnects);
      return { status: 202, body: { results: resultViews(results) } };
    },
  }),
];
