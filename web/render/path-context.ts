/** The path of this page, for the form that brings a person back to it. Our pages send no Referer. */
import { createContext, useContext } from 'react';

export const PathContext = createContext('/');

export const usePath = (): string => useContext(PathContext);
