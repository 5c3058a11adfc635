/** React on the server only: pages work, and can be read, before any script runs. */
import type { Response } from 'express';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

export function sendPage(res: Response, page: ReactElement, status = 200): void {
  res
    .status(status)
    .type('html')
    .send(`<!doctype html>${renderToStaticMarkup(page)}`);
}

export const fragment = (element: ReactElement): string => renderToStaticMarkup(element);
