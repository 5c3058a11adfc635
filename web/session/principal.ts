/** A browser's session, as the API and a reconnect see it. */
import type { Request } from 'express';
import type { PersonPrincipal } from '../../domain/principal.js';
import type { Context } from '../../platform/context.js';
import type { BrowserSession } from '../../services/access/sessions.js';
import { createWebContext, type WebContext } from '../web-context.js';

/** Returns the person whose cookie it is, for `createApp`. Null without a cookie, or when the session has ended. */
export function resolveSession(context: Context): (req: Request) => Promise<PersonPrincipal | null> {
  const { sessionNow } = createWebContext(context);
  return async (req) => {
    const session = await sessionNow(req);
    return session && principalOf(session);
  };
}

/** Returns the person who is visiting, through a sign-in or a Personalized Link. Null for an unknown visitor. */
export async function visitorOf({ sessionOf }: WebContext, req: Request): Promise<PersonPrincipal | null> {
  const session = await sessionOf(req);
  return session && principalOf(session);
}

export function principalOf({ id, archiveId, user, age, link }: BrowserSession): PersonPrincipal {
  return {
    kind: 'person',
    archiveId,
    userId: user.id,
    name: user.name,
    adminRole: link ? null : user.adminRole,
    isAccountOwner: user.isAccountOwner,
    via: link
      ? { kind: 'link', sessionId: id, linkId: link.id, linkEpoch: link.epoch }
      : { kind: 'login', sessionId: id, signInAge: age },
  };
}
