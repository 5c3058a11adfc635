/** Who looks at a page, for what stands in every page. Null: nobody who signed in. */
import { createContext, useContext } from 'react';
import type { Member } from './require-sign-in.js';

export const MemberContext = createContext<Member | null>(null);

export const useMember = (): Member | null => useContext(MemberContext);
