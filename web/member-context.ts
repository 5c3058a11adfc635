/** Who looks at a page, for what stands in every page. Null: nobody who signed in. */
import { createContext, useContext } from 'react';
import type { SignedInPerson } from './signed-in.js';

export const SignedInContext = createContext<SignedInPerson | null>(null);

export const useSignedIn = (): SignedInPerson | null => useContext(SignedInContext);
