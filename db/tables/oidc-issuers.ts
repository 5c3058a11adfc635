import { pgTable, text } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';

/**
 * Which organization's provider signs people in to an archive, set by the operator. While the table is empty, the installation's only
 * provider serves all archives. As soon as one archive is named, an archive without a row is served by none.
 */
export const oidcIssuers = pgTable('oidc_issuers', {
  archiveId: text()
    .primaryKey()
    .references(() => archives.id, { onDelete: 'cascade' }),
  /** Null: none. The row stays, so that stopping the last one doesn't let the provider serve all again. */
  issuer: text(),
});
