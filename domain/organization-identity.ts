/** A person as their organization's provider (OpenID Connect) names them. */
export interface OrganizationIdentity {
  issuer: string;
  /** The provider's permanent ID of the person (`sub`). */
  subject: string;
  /** Null if the provider doesn't vouch for the address. */
  email: string | null;
  /** When the person signed in there, in ISO 8601; null if the provider doesn't say. Rows from before it was asked don't have it. */
  authenticatedAt?: string | null;
}
