/** The pages of an import with its spreadsheet, which React would take too long to write. */
import type { ComponentType } from 'react';
import type { Response } from 'express';
import { renderPage } from '../render/render.js';
import type { Sheet } from './import-sheet.js';

/** Sends a page with the spreadsheet that was posted, in place of its placeholder. */
export function sendSheetPage<P extends { sheet: Sheet }>(
  res: Response,
  Page: ComponentType<P>,
  props: P,
  status = 200,
): void {
  const { html, placeholder } = props.sheet;
  const [before = '', after = ''] = renderPage(res, Page, props).split(placeholder);
  res.status(status).type('html');
  res.write(before);
  res.write(html);
  res.end(after);
}
