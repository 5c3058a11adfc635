import type { OwnerScope, PersonPrincipal } from '../domain/principal.js';
import type { BrowserSession } from '../services/access/sessions.js';
import type { ArchiveSummary } from '../services/archives/summary.js';

/** Somebody who signed in. */
export interface SignedInPerson extends OwnerScope {
  session: BrowserSession;
  principal: PersonPrincipal;
  archive: ArchiveSummary;
  /** The person's own, else the archive's. */
  timeZone: string;
}
