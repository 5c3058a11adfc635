/** `/v1/dashboard`: what is disconnected, who owns it, and where to reconnect it. */
import { z } from 'zod';
import { readDashboard, type DashboardNow } from '../services/dashboard/current.js';
import { EMAIL_STATES } from '../domain/recipients.js';
import { NETWORK_NAMES, PROVIDER_NAMES } from '../domain/networks.js';
import { REASONS } from '../domain/reasons.js';
import { SurgeHoldOut, surgeHoldView } from './surge-holds.js';
import { instantOut, iso, isoOrNull } from '../services/input/fields.js';
import { read, type Route } from '../http/route.js';

const DashboardOut = z
  .object({
    surgeHolds: z
      .array(SurgeHoldOut)
      .meta({ description: 'Surge holds whose emails are waiting for a decision. Empty for Account Owners' }),
    applicationTroubles: z
      .array(z.object({ provider: z.enum(PROVIDER_NAMES), since: instantOut, lastSeenAt: instantOut }))
      .meta({
        description:
          'Networks that lately refused Relink’s own app. No account is to blame; an operator was told. Empty for Account Owners',
      }),
    counts: z.object({
      connected: z.int(),
      disconnected: z.int(),
      inactive: z.int(),
      notAuthorized: z
        .int()
        .meta({ description: 'Those among `connected` that the archive captures without an authorization in Relink' }),
    }),
    noOneReachable: z.boolean().meta({
      description: 'Whether emails reach no administrator any more, because every address was given up',
    }),
    ownerCount: z
      .int()
      .meta({ description: 'The number of Account Owners with disconnected accounts; `owners` has the first 50' }),
    owners: z.array(
      z.object({
        ownerId: z.string(),
        name: z.string(),
        emailState: z.enum(EMAIL_STATES),
        disconnected: z.int(),
        since: instantOut,
        reconnectUrl: z.string().meta({ description: 'The page with this owner’s accounts' }),
        accounts: z
          .array(
            z.object({
              accountId: z.string(),
              disconnectId: z.string(),
              name: z.string(),
              network: z.enum(NETWORK_NAMES),
              reason: z.enum(REASONS),
              since: instantOut,
              pausedUntil: instantOut.nullable(),
            }),
          )
          .meta({ description: 'The five that have been disconnected longest' }),
      }),
    ),
  })
  .meta({ id: 'Dashboard' });

const dashboardView = (
  { owners, surgeHolds, applicationTroubles, ...rest }: DashboardNow,
  publicUrl: string,
): z.input<typeof DashboardOut> => ({
  ...rest,
  surgeHolds: surgeHolds.map(surgeHoldView),
  applicationTroubles: applicationTroubles.map(({ provider, since, lastSeenAt }) => ({
    provider,
    since: iso(since),
    lastSeenAt: iso(lastSeenAt),
  })),
  owners: owners.map((owner) => ({
    ...owner,
    since: iso(owner.since),
    reconnectUrl: `${publicUrl}/owners/${owner.ownerId}`,
    accounts: owner.accounts.map((account) => ({
      ...account,
      since: iso(account.since),
      pausedUntil: isoOrNull(account.pausedUntil),
    })),
  })),
});

export const dashboardRoutes: Route[] = [
  read({
    path: '/v1/dashboard',
    summary: 'Get what’s disconnected now',
    description:
      'Grouped by Account Owner, longest disconnected first. Account Owners see only their own accounts. Live updates are at `/v1/events`.',
    tag: 'Dashboard',
    access: readDashboard.access,
    answers: { 200: { description: 'The dashboard', body: DashboardOut } },
    async handle({ context, principal }) {
      const dashboard = await readDashboard(context, principal);
      return { status: 200, body: dashboardView(dashboard, context.config.publicUrl) };
    },
  }),
];
