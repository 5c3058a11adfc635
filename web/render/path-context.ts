/** The path of this page, for what brings a person back to it. Our pages send no Referer. */
import type { Response } from 'express';
import { createContext, useContext } from 'react';
import { pageOfForm, type IsPage } from '../page-paths.js';

/** A page that answers a form has the form's address, where there may be no page. */
export function pathOf({ req, app }: Response): string {
  const { isPage } = app.locals as { isPage?: IsPage };
  if (req.method === 'GET') return req.originalUrl;
  return isPage ? pageOfForm(req.path, isPage) : '/';
}

export const PathContext = createContext('/');

export const usePath = (): string => useContext(PathContext);
