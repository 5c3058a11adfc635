/** The signed-in person, for routes behind requireSignIn and for every page that they render. */
import type { Response } from 'express';
import { createContext, useContext } from 'react';
import { isPermitted, type Access, type OwnerScope, type PersonPrincipal } from '../../domain/principal.js';
import type { BrowserSession } from '../../services/access/sessions.js';
import type { ArchiveSummary } from '../../services/archives/summary.js';

export interface SignedInPerson extends OwnerScope {
  session: BrowserSession;
  principal: PersonPrincipal;
  archive: ArchiveSummary;
  /** The person's own time zone, or else the archive's. */
  timeZone: string;
}

/** Works only behind requireSignIn. */
export const signedInPerson = (res: Response): SignedInPerson => res.locals.signedIn as SignedInPerson;

/** Null when no one is signed in. */
export const SignedInContext = createContext<SignedInPerson | null>(null);

/** Whether the top of the page asks for a fresh sign-in, because what the person did was refused without one. */
export const AskedToSignIn = createContext(false);

export const useSignedIn = (): SignedInPerson | null => useContext(SignedInContext);

/**
 * Tells whether the reader can use any of the given use cases. A button checks the use case behind it, just as its
 * route does.
 */
export function usePermitted(): (...useCases: { access: Access }[]) => boolean {
  const person = useSignedIn();
  return (...useCases) => person !== null && useCases.some(({ access }) => isPermitted(person.principal, access));
}
