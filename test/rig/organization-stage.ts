/** A browser on the pages of an installation whose people can sign in with their organization. */
import { beforeAll } from '@jest/globals';
import { sharedFixture } from './fixtures.js';
import { createOrganization } from './organization.js';
import { createStage } from './stage.js';

export function useOrganization() {
  const organization = sharedFixture(createOrganization);
  const stage = sharedFixture(() =>
    createStage({
      OIDC_ISSUER: organization.issuer,
      OIDC_CLIENT_ID: organization.clientId,
      OIDC_CLIENT_SECRET: organization.clientSecret,
    }),
  );
  beforeAll(() => organization.redirectTo(`${stage.site.url}/sign-in/oidc/callback`));
  return { organization, stage };
}
