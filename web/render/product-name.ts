/** What the pages are called where no archive is known that has a name for them: to a stranger, behind a dead link. */
import { createContext, useContext } from 'react';

export const ProductNameContext = createContext('');

export const useProductName = (): string => useContext(ProductNameContext);
