/** The API that programs use to drive the simulator: who exists, and what breaks. */
import { Router, json } from 'express';
import type { Response } from 'express';
import { z } from 'zod';
import { NETWORKS, NETWORK_NAMES, PARENT_PROFILE_NETWORKS, PROVIDER_NAMES } from '../../domain/networks.js';
import { asksToDelete, sendsCallbacks, type Callbacks } from './callbacks.js';
import { appFaultsOf } from './app-faults.js';
import { APP_FAULTS, SERVICE_FAULTS, TOKEN_BREAKS, identityNetwork, managedBy, targetKey } from './model.js';
import type { Identity } from './model.js';
import type { Store } from './store.js';

const Id = z.string().min(1).max(200);
const Name = z.string().min(1).max(200);

/** Every network name that an identity can be given with, including the name of the account that a LinkedIn profile is. */
const IDENTITY_NAMES = [...PARENT_PROFILE_NETWORKS, ...NETWORK_NAMES.filter((each) => !NETWORKS[each].parentProfile)];

const IdentityBody = z
  .strictObject({
    network: z.enum(IDENTITY_NAMES).transform(identityNetwork),
    id: Id,
    name: Name,
    manages: z
      .array(z.strictObject({ network: z.enum(NETWORK_NAMES), id: Id, name: Name, portfolio: Name.optional() }))
      .optional(),
    signedIn: z.boolean().optional(),
  })
  .superRefine(({ network, manages }, context) => {
    for (const [index, account] of (manages ?? []).entries()) {
      if (managedBy(network).includes(account.network)) continue;
      const message = `${network} identities can’t manage ${account.network} accounts.`;
      context.addIssue({ code: 'custom', path: ['manages', index, 'network'], message });
    }
  });

const Target = z.strictObject({ network: z.enum([...PARENT_PROFILE_NETWORKS, ...NETWORK_NAMES]), id: Id });
const BreakBody = Target.extend({
  how: z.enum([...TOKEN_BREAKS, ...SERVICE_FAULTS]),
  // As at the real networks, Relink can be told that someone removed the app. Unless this is set, it has to find out by itself.
  callback: z.union([z.boolean(), z.literal('data_deletion')]).optional(),
})
  .refine(({ callback, how, network }) => !callback || (how === 'revoke' && sendsCallbacks(network)), {
    path: ['callback'],
    message: '`callback` requires `revoke` at Facebook, Threads, or YouTube. Only these notify Relink.',
  })
  .refine(({ callback, network }) => callback !== 'data_deletion' || asksToDelete(network), {
    path: ['callback'],
    message: '`data_deletion` requires Facebook or Threads. Only these pass such a request on.',
  });

/** What happens to Relink's own app at a network; null ends it. */
const AppBody = z
  .strictObject({ provider: z.enum(PROVIDER_NAMES), fault: z.enum(APP_FAULTS).nullable() })
  .refine(({ provider, fault }) => fault === null || appFaultsOf(provider).includes(fault), {
    path: ['fault'],
    message: 'This cannot happen to an app at this network.',
  });

export function apiRoutes(store: Store, callbacks: Callbacks): Router {
  const router = Router();
  router.use(json({ limit: '10mb' }));

  router.get('/identities', (_request, response) => {
    response.json({
      items: store
        .identities()
        .filter(({ removed }) => !removed)
        .map(identityView),
      nextCursor: null,
    });
  });

  router.post('/identities', async (request, response) => {
    const body = parse(IdentityBody, request.body, response);
    if (!body) return;
    const { identity, created } = store.put(body);
    await store.save();
    response.status(created ? 201 : 200).json(identityView(identity));
  });

  router.post('/break', async (request, response) => {
    const body = parse(BreakBody, request.body, response);
    if (!body || !known(body, response)) return;
    const key = targetKey(body.network, body.id);
    if (!store.breakable(key, body.how)) {
      const message = `${body.network} ${body.id} is an account, not a profile.`;
      return problem(response, 422, 'validation_failed', message, { errors: [{ path: 'how', message }] });
    }
    store.break(key, body.how);
    if (body.callback === 'data_deletion') callbacks.deletionRequested(store.identity(key));
    else if (body.callback) callbacks.appRemoved(store.identity(key));
    await store.save();
    response.json(body);
  });

  router.post('/app', async (request, response) => {
    const body = parse(AppBody, request.body, response);
    if (!body) return;
    store.setAppFault(body.provider, body.fault);
    await store.save();
    response.json(body);
  });

  router.post('/heal', async (request, response) => {
    const body = parse(Target, request.body, response);
    if (!body || !known(body, response)) return;
    store.heal(targetKey(body.network, body.id));
    await store.save();
    response.json(body);
  });

  function known({ network, id }: z.infer<typeof Target>, response: Response): boolean {
    if (store.exists(targetKey(network, id))) return true;
    problem(response, 404, 'not_found', `No ${network} here has the ID ${id}.`);
    return false;
  }

  return router;
}

function identityView({ network, id, name, manages, signedIn }: Identity): object {
  return { network, id, name, manages, signedIn };
}

function parse<T>(schema: z.ZodType<T>, body: unknown, response: Response): T | undefined {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  problem(response, 422, 'validation_failed', errors[0]?.message ?? 'The body isn’t valid.', { errors });
  return undefined;
}

function problem(response: Response, status: number, code: string, detail: string, more: object = {}): void {
  const title = status === 404 ? 'Not found' : 'Validation failed';
  response
    .status(status)
    .type('application/problem+json')
    .json({ type: 'about:blank', title, status, code, detail, ...more });
}
