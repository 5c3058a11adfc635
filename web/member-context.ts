/** Who looks at a page, for what stands in every page. Null: nobody who signed in. */
import { createContext, useContext } from 'react';
import { isPermitted, type Access } from '../domain/principal.js';
import type { SignedInPerson } from './signed-in.js';

export const SignedInContext = createContext<SignedInPerson | null>(null);

export const useSignedIn = (): SignedInPerson | null => useContext(SignedInContext);

/** Whether who looks at a page may do one of these: a button asks of the use case behind it, as its route does. */
export function usePermitted(): (...useCases: { access: Access }[]) => boolean {
  const person = useSignedIn();
  return (...useCases) => person !== null && useCases.some(({ access }) => isPermitted(person.principal, access));
}
