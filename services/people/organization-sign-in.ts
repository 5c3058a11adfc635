/** Signing in with the organization: what its provider (OpenID Connect) says about a person, and whom that signs in. */
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { takeIdentity } from '../access/oidc-attempts.js';
import { findOrganizationMatches, issuerName, linkIdentity } from '../access/oidc-identities.js';
import { reportOtherIdentity } from './other-identity.js';
import { enterSignedIn, type ArrivingBrowser } from '../access/enter.js';
import { provenAt } from '../access/proven-at.js';
import type { SignInUser } from '../access/sign-in.js';

export type OrganizationSignIn =
  | { outcome: 'signed_in'; secret: string }
  /** Several archives know the person. */
  | { outcome: 'choose'; candidates: SignInUser[] }
  /** Someone with this address has signed in with another of the organization's accounts before. */
  | { outcome: 'other_identity' }
  | { outcome: 'unknown_person' };

/**
 * @param archiveId the archive that the person chose; null before they choose
 * @throws {Refusal} `other_person`
 */
export async function signInWithOrganization(
  context: Context,
  identity: OrganizationIdentity,
  archiveId: string | null,
  browser: ArrivingBrowser,
): Promise<OrganizationSignIn> {
  return inUnitOfWork(context, async (unit) => {
    const servedBy = issuerName(context.config.oidc?.issuer ?? identity.issuer);
    const { candidates: all, taken } = await findOrganizationMatches(unit.tx, servedBy, identity);
    if (archiveId === null) await reportOtherIdentity(context, unit, identity, taken);
    const candidates = all.filter((one) => archiveId === null || one.archiveId === archiveId);
    const [person, other] = candidates;
    if (!person) return { outcome: taken.length > 0 ? 'other_identity' : 'unknown_person' };
    if (other) return { outcome: 'choose', candidates };
    if (!(await linkIdentity(unit.tx, person, identity))) {
      await reportOtherIdentity(context, unit, identity, [person]);
      return { outcome: 'other_identity' };
    }
    const authenticatedAt = provenAt(identity.authenticatedAt);
    const secret = await enterSignedIn(unit.tx, person, 'organization', browser, { authenticatedAt });
    return { outcome: 'signed_in', secret };
  });
}

/** Signs in to the archive that the person chose. Null if the choice was used, or has expired. A refusal leaves it unused. */
export async function chooseArchive(
  context: Context,
  choice: string,
  archiveId: string,
  browser: ArrivingBrowser,
): Promise<OrganizationSignIn | null> {
  return inUnitOfWork(context, async (unit) => {
    const identity = await takeIdentity(unit.tx, choice);
    return identity && signInWithOrganization({ ...context, unit }, identity, archiveId, browser);
  });
}
