/** Somebody who signed in: for the routes, which requireSignIn lets them in to, and for every page that they look at. */
import type { Response } from 'express';
import { createContext, useContext } from 'react';
import { isPermitted, type Access, type OwnerScope, type PersonPrincipal } from '../../domain/principal.js';
import type { BrowserSession } from '../../services/access/sessions.js';
import type { ArchiveSummary } from '../../services/archives/summary.js';

export interface SignedInPerson extends OwnerScope {
  session: BrowserSession;
  principal: PersonPrincipal;
  archive: ArchiveSummary;
  /** The person's own, else the archive's. */
  timeZone: string;
}

/** Behind requireSignIn. */
export const signedInPerson = (res: Response): SignedInPerson => res.locals.signedIn as SignedInPerson;

/** Null: nobody who signed in. */
export const SignedInContext = createContext<SignedInPerson | null>(null);

export const useSignedIn = (): SignedInPerson | null => useContext(SignedInContext);

/** Whether who looks at a page may do one of these: a button asks of the use case behind it, as its route does. */
export function usePermitted(): (...useCases: { access: Access }[]) => boolean {
  const person = useSignedIn();
  return (...useCases) => person !== null && useCases.some(({ access }) => isPermitted(person.principal, access));
}
