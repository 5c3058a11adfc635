import { boolean, index, jsonb, pgTable } from 'drizzle-orm/pg-core';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import { bytes, instant } from './columns.js';

/**
 * A sign-in with the organization that is under way in one browser. It can be used once, because using it deletes it. No archive, because
 * the person may still have to choose one.
 */
export const oidcAttempts = pgTable(
  'oidc_attempts',
  {
    /** The SHA-256 of the browser's cookie. */
    hash: bytes().primaryKey(),
    /** Who signed in; null until the person comes back from the provider. Then only the archive is missing. */
    identity: jsonb().$type<OrganizationIdentity>(),
    /** Whether the person was sent to sign in again, which only a sign-in after `startedAt` is. */
    again: boolean().notNull().default(false),
    startedAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
  },
  (t) => [index('oidc_attempts_expiry').on(t.expiresAt)],
);
